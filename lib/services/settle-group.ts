import type { Tx } from "@/lib/db/client";
import { type GroupRow, writeGroups } from "@/lib/db/duplicate-groups";
import { type MemberRow, movePictures } from "@/lib/db/group-members";
import { deleteApart, insertApart } from "@/lib/db/not-duplicates";
import { arrange, type Place } from "@/lib/pipeline/dedupe/arrange";

/** What can be settled of a group, and when it was. `keptIds` are the members that are shown, the keeper first. */
export interface Settlement extends Pick<GroupRow, "keeperReason" | "resolution" | "resolvedAt"> {
  readonly keptIds: readonly [string, ...string[]];
}

/** A member that was shown or hidden and is not now, other than what the checks hide or a person accepted anyway. */
export const isSeenToChange = ({ from, to }: { from: MemberRow; to: Place }): boolean =>
  from.isDuplicate !== to.isDuplicate && from.isValid && from.decision !== "accepted";

/**
 * Brings a group into a state, under the dataset's lock and in the application's role. Those that are kept together are
 * remembered as different for ever; of one that is hidden that is forgotten, as far as its group is concerned.
 */
export async function settleGroup(
  tx: Tx,
  group: GroupRow,
  members: readonly MemberRow[],
  { settlement, merges }: { settlement: Settlement; merges: boolean },
) {
  const { keptIds, ...settled } = settlement;
  const [keeperId] = keptIds;
  const { moves, distance } = arrange(members, { groupId: group.id, keeperId, keptIds });
  const state = { id: group.id, keeperId, ...settled, distance };
  await writeGroups(tx, group, [{ ...state, memberCount: members.length }]);
  await movePictures(tx, moves, { merges });
  const hashesOf = (list: readonly MemberRow[]) => list.map(({ sha256 }) => sha256);
  const hidden = members.filter(({ id }) => !keptIds.includes(id));
  await deleteApart(tx, group.datasetId, hashesOf(hidden), hashesOf(members));
  await insertApart(tx, group, hashesOf(members.filter(({ id }) => keptIds.includes(id))));
  return moves;
}

/** What a group is settled as now. */
export function settlementOf(group: GroupRow, members: readonly MemberRow[]): Settlement | null {
  const shown = members.filter(({ isDuplicate }) => !isDuplicate).map(({ id }) => id);
  const { keeperId, keeperReason, resolution, resolvedAt } = group;
  if (keeperId === null) return null;
  const keptIds = [keeperId, ...shown.filter((id) => id !== keeperId)] as const;
  return { keptIds, keeperReason, resolution, resolvedAt };
}
