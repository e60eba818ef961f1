import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { uprightSize } from "./compare/orientation";
import type { Size } from "./compare/viewport";

export type Member = DuplicateGroup["members"][number];

/** How a member is called on the page; the keeper is the first. */
export function memberName(group: DuplicateGroup, imageId: string): string {
  const index = group.members.findIndex(({ image }) => image.id === imageId);
  if (index > 0) return `Copy ${index + 1}`;
  const isSuggestion = group.resolution === null && group.keeperReason !== "chosen";
  return isSuggestion ? "Suggested" : "Keeper";
}

/** The largest of the pictures, turned as the keeper: what one pixel is at a zoom of 1:1. */
export function largestSize(group: DuplicateGroup): Size {
  const sizes = group.members.map(({ image, transform }) => uprightSize(image, transform));
  return sizes.reduce((best, size) =>
    size.width * size.height > best.width * best.height ? size : best,
  );
}

/** The two that stand side by side: the keeper, and the chosen one or else the first copy. */
export function pairOf(group: DuplicateGroup, chosenId: string): readonly Member[] {
  const [keeper, firstCopy] = group.members;
  const chosen = group.members.find(({ image }) => image.id === chosenId);
  const other = chosen === keeper ? firstCopy : chosen;
  return [keeper, other].filter((member) => member !== undefined);
}
