import { formatCount } from "@/components/format";
import type { ImageTile } from "@/lib/domain/curation";
import { ISSUE_LABELS } from "@/lib/domain/issue";

const issuesText = ({ issues }: Pick<ImageTile, "issues">): string =>
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

/** What hovering tells: the labels, what the list is ordered by or else the source, and what the marks mean. */
export const hoverText = (
  tile: Pick<ImageTile, "labels" | "source" | "issues" | "duplicateCount">,
  sortedBy: string | null,
): string =>
  [
    tile.labels.join(", "),
    sortedBy ?? tile.source,
    issuesText(tile),
    tile.duplicateCount > 1 && `${formatCount(tile.duplicateCount)} pictures alike`,
  ]
    .filter(Boolean)
    .join("\n");

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
