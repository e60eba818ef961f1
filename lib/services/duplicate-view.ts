import type { GroupRow, listGroupImages } from "@/lib/db/duplicate-groups";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { keeperAmong } from "@/lib/pipeline/dedupe/arrange";
import { toImage } from "./image-view";

type Member = Awaited<ReturnType<typeof listGroupImages>>[number];

type Told = Pick<DuplicateGroup, "keeperReason" | "reasonText">;

/** Why the present keeper is kept, as its group is now; where another copy would be suggested by now, that too. */
function reasonOf(
  { keeperId, keeperReason, resolution }: GroupRow,
  members: readonly Member[],
): Told {
  const [first, ...rest] = members;
  if (!first) return { keeperReason, reasonText: "" };
  const isChosen = keeperReason === "chosen";
  const best = keeperAmong([first, ...rest]);
  const isBest = best.keeperId === keeperId;
  if (isBest && !isChosen) return { keeperReason: best.reason, reasonText: best.reasonText };
  const settled = isChosen ? "A person chose this one." : "A person accepted this one.";
  if (isBest) return { keeperReason, reasonText: settled };
  const reasonText =
    isChosen || resolution
      ? `${settled} Another copy would be suggested: ${best.reasonText}`
      : `Another copy would be suggested now: ${best.reasonText}`;
  return { keeperReason, reasonText };
}

/** A group with its members, the keeper first, then by their distance. */
export function toDuplicateGroup(group: GroupRow, members: readonly Member[]): DuplicateGroup {
  const { id, datasetId, keeperId, distance, resolution } = group;
  return {
    id,
    datasetId,
    keeperId,
    ...reasonOf(group, members),
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
