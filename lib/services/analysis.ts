import type { ImageRow } from "@/lib/db/images";
import {
  judge,
  type Rules,
  type SizeFence,
  unreadableVerdict,
  type ValidationLevel,
} from "@/lib/domain/issue";
import type { Analysis } from "@/lib/domain/validation";
import { NEAR_RADIUS } from "@/lib/pipeline/dedupe/copy-rules";
import { measurementsOfRow, scoresOfRow } from "./image-view";
import { reasonOf } from "./issue-reasons";

const HASH_BITS = 256;

/** A copy as an issue: its distance in bits over all bits, hidden whatever the level unless a person accepted it. */
function copyOf(
  row: ImageRow,
  keeper: Pick<ImageRow, "pixelSha256"> | undefined,
): Analysis["issues"][number][] {
  if (!row.isDuplicate) return [];
  const distance = row.duplicateDistance ?? 0;
  const isExact = keeper?.pixelSha256 === row.pixelSha256;
  return [
    {
      issue: isExact ? "exact-duplicate" : "near-duplicate",
      score: isExact ? 0 : distance / HASH_BITS,
      threshold: Math.max(NEAR_RADIUS, distance + 1) / HASH_BITS,
      hides: true,
      reason: isExact
        ? "It has the same pixels as the copy that is kept."
        : `It differs from the copy that is kept by ${distance} of ${HASH_BITS} bits.`,
    },
  ];
}

/** A picture held against a level and rules, from its stored numbers; `keeper` is the picture that it is a copy of. */
export function analysisOf(
  row: ImageRow,
  asked: { level: ValidationLevel; rules: Rules; sizeFence: SizeFence | null },
  keeper: Pick<ImageRow, "pixelSha256"> | undefined,
): Analysis {
  const { level, rules, sizeFence } = asked;
  const scores = scoresOfRow(row);
  const isUnreadable = row.measuredWith === 0 && scores.truncated === 0;
  const found = judge(scores, level, rules);
  const { issues, hiddenBy } = isUnreadable ? unreadableVerdict(found) : found;
  const copies = copyOf(row, keeper);
  const isCopyAsked = level === "strict" && copies.length > 0;
  return {
    imageId: row.id,
    level,
    isValid: hiddenBy.length === 0 && !isCopyAsked,
    issues: [
      ...issues.map((issue) => ({
        issue,
        score: scores[issue] ?? 1,
        threshold: rules[issue].threshold,
        hides: hiddenBy.includes(issue),
        reason: reasonOf(issue, { ...row, sizeFence }),
      })),
      ...copies,
    ],
    scores,
    measurements: { width: row.width, height: row.height, ...measurementsOfRow(row) },
  };
}
