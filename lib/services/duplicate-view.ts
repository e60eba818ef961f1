import type { GroupRow, listGroupImages } from "@/lib/db/duplicate-groups";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { keeperAmong } from "@/lib/pipeline/dedupe/arrange";
import { toImage } from "./image-view";

type Member = Awaited<ReturnType<typeof listGroupImages>>[number];

/** Why the present keeper is kept; where a better copy came after a person had settled the group, that too. */
function reasonOf({ keeperId, keeperReason }: GroupRow, members: readonly Member[]): string {
  const [first, ...rest] = members;
  if (!first) return "";
  const best = keeperAmong([first, ...rest]);
  if (best.keeperId === keeperId && keeperReason !== "chosen") return best.reasonText;
  const settled =
    keeperReason === "chosen" ? "A person chose this one." : "A person accepted this one.";
  return best.keeperId === keeperId
    ? settled
    : `${settled} Another copy would be suggested: ${best.reasonText}`;
}

/** A group with its members, the keeper first, then by their distance. */
export function toDuplicateGroup(group: GroupRow, members: readonly Member[]): DuplicateGroup {
  const { id, datasetId, keeperId, keeperReason, distance, resolution } = group;
  return {
    id,
    datasetId,
    keeperId,
    keeperReason,
    reasonText: reasonOf(group, members),
    distance,
    members: members
      .map((row) => ({
        image: toImage(row),
        isKeeper: row.id === keeperId,
        distance: row.duplicateDistance ?? 0,
        transform: row.duplicateTransform ?? ("none" as const),
      }))
      .sort(
        (a, b) =>
          Number(b.isKeeper) - Number(a.isKeeper) ||
          a.distance - b.distance ||
          (a.image.id < b.image.id ? -1 : 1),
      ),
    resolution,
    resolvedAt: group.resolvedAt?.toISOString() ?? null,
    createdAt: group.createdAt.toISOString(),
  };
}
