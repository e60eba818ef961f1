import type { ImageTile } from "@/lib/domain/curation";
import { ISSUE_LABELS } from "@/lib/domain/issue";

export const issuesText = ({ issues }: Pick<ImageTile, "issues">): string =>
  issues.map((issue) => ISSUE_LABELS[issue]).join(", ");

/** Why a picture does not belong to the dataset although nobody rejected it; null where it does. */
export function hiddenText({
  decision,
  isDuplicate,
  hiddenBy,
}: Pick<ImageTile, "decision" | "isDuplicate" | "hiddenBy">): string | null {
  if (decision !== "undecided") return null;
  const reasons = hiddenBy.map((issue) => ISSUE_LABELS[issue].toLowerCase());
  if (isDuplicate) reasons.unshift("duplicate");
  return reasons.length > 0 ? `Hidden: ${reasons.join(", ")}` : null;
}

/** What is shown, in words. */
export function tileName(tile: ImageTile): string {
  const { labels, source, title, decision, duplicateCount } = tile;
  return [
    ...labels,
    source,
    title,
    decision,
    duplicateCount > 1 && `${duplicateCount} alike`,
    issuesText(tile),
    hiddenText(tile),
  ]
    .filter(Boolean)
    .join(", ");
}
