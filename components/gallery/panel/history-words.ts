import { countOf } from "@/components/format";
import type { Change, ChangeAction } from "@/lib/domain/curation";

const DECIDED = { accepted: "Accepted", rejected: "Rejected", undecided: "Set back to undecided" };

const WORDS: Partial<Record<ChangeAction, string>> = {
  delete: "Deleted",
  undo: "An earlier change undone",
  "resolve-duplicates": "Duplicates decided",
  "rename-label": "Label renamed",
  "merge-labels": "Labels merged",
};

/** One step of the history in words: what it changed, and how many pictures it was about. */
export function changeText({ action, decision, labels, split, imageCount }: Change): string {
  const parts = [
    WORDS[action],
    decision && DECIDED[decision],
    labels && `Labelled ${labels.join(", ")}`,
    split && `Put into ${split}`,
    action === "split" && !split && "Taken out of its split",
  ].filter(Boolean);
  const text = parts.join("; ") || "Changed";
  return imageCount > 1 ? `${text}, with ${countOf(imageCount - 1, "other picture")}` : text;
}

/** Who acted; a dataset belongs to one person. */
export function actorText(actor: string): string {
  if (actor.startsWith("api-key:")) return "By an API key";
  return actor === "user" ? "By you" : "By PixCrawler";
}
