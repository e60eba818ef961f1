import { countOf, formatCount } from "@/components/format";
import {
  type DuplicateGroup,
  KEEPER_REASON_LABELS,
  type KeeperReason,
  type Resolution,
} from "@/lib/domain/duplicate";
import { TRANSFORM_LABELS } from "@/lib/domain/transform";
import type { ValidationBatch } from "@/lib/domain/validation";
import type { Member } from "./members";

/** Bits of a perceptual hash. */
const HASH_BITS = 256;

/** Reasons whose text gives the numbers only; the others say all themselves. */
const NUMBERED: readonly KeeperReason[] = ["more-pixels", "less-compression", "better-licence"];

/** Up to how many bits a pair is called so. Distinct photographs were measured 88 bits apart and more. */
const LIKENESS = [
  [0, "the same to the eye"],
  [15, "almost certainly the same"],
  [31, "very likely the same"],
  [64, "likely the same"],
] as const;

/** How sure a distance is, in words. */
export const likeness = (distance: number): string =>
  LIKENESS.find(([most]) => distance <= most)?.[1] ?? "perhaps the same";

export const bitsText = (distance: number): string =>
  `${formatCount(distance)} of ${HASH_BITS} bits`;

/** How a copy stands to the keeper: "12 bits apart, mirrored". */
export function copyText({ distance, transform }: Member): string {
  const turned = transform === "none" ? "" : `, ${TRANSFORM_LABELS[transform]}`;
  return `${countOf(distance, "bit")} apart${turned}`;
}

/** Why the keeper is kept, as a sentence. */
export function reasonOf({ keeperReason, reasonText }: DuplicateGroup): string {
  if (!keeperReason || !NUMBERED.includes(keeperReason)) return reasonText;
  const label = KEEPER_REASON_LABELS[keeperReason];
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}. ${reasonText}`;
}

export const RESOLUTION_LABELS: Record<Resolution, string> = {
  accepted: "Suggestion accepted",
  chosen: "Chosen by you",
  "kept-all": "All kept, not duplicates",
};

/** What a finished search found and changed. */
export function batchText({ result }: ValidationBatch): string {
  const { groups, duplicates, hidden, shown } = result;
  if (groups === 0 && hidden + shown === 0) return "No pictures show the same.";
  const found = `${countOf(groups, "group")} with ${countOf(duplicates, "hidden copy", "hidden copies")}.`;
  const changes = [
    hidden > 0 && `${countOf(hidden, "picture")} newly hidden`,
    shown > 0 && `${countOf(shown, "picture")} shown again`,
  ].filter((text) => text !== false);
  return changes.length > 0 ? `${found} ${changes.join(", ")}.` : `${found} Nothing changed.`;
}
