import { db } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { type GroupRow, listOpenGroups, writeGroups } from "@/lib/db/duplicate-groups";
import { listMembers, type MemberRow, movePictures } from "@/lib/db/group-members";
import { arrange } from "@/lib/pipeline/dedupe/arrange";
import { settle } from "./settle";

/** Groups of one transaction: the dataset's lock is held for some tens of milliseconds. */
const PAGE = 200;

/** The group with another keeper or reason, and who moves for it; null where both stay, or there is no choice. */
function rechoose(group: GroupRow, members: readonly MemberRow[]) {
  const [first, ...rest] = members;
  if (!first || rest.length === 0) return null;
  const state = settle(group, [first, ...rest], () => false);
  const { keeperId, keeperReason } = state;
  if (keeperId === group.keeperId)
    return keeperReason === group.keeperReason
      ? null
      : { state: { ...group, ...state }, moves: [] };
  // Several are shown where a person kept several.
  const shown = members.filter(({ id, isDuplicate }) => !isDuplicate && id !== group.keeperId);
  const keptIds = shown.map(({ id }) => id);
  const { moves, distance } = arrange(members, { groupId: group.id, keeperId, keptIds });
  return { state: { ...group, ...state, distance }, moves };
}

/** One page of groups; answers where to go on, or null at the end. */
const rechoosePage = (datasetId: string, after: string | null): Promise<string | null> =>
  db().transaction(async (tx) => {
    await lockDataset(tx, datasetId);
    const groups = await listOpenGroups(tx, datasetId, { after, limit: PAGE });
    const ids = groups.map(({ id }) => id);
    const members = Map.groupBy(await listMembers(tx, ids), (each) => each.duplicateGroupId);
    for (const group of groups) {
      const rechosen = rechoose(group, members.get(group.id) ?? []);
      if (!rechosen) continue;
      await writeGroups(tx, group, [rechosen.state]);
      await movePictures(tx, rechosen.moves);
    }
    return groups.length < PAGE ? null : (ids.at(-1) ?? null);
  });

/**
 * Chooses the keepers of a dataset's open groups again, by what the checks say of their members now: a keeper that has
 * come to be hidden would take its copies out of the dataset with it.
 */
export async function rechooseKeepers(datasetId: string, signal: AbortSignal): Promise<void> {
  let after: string | null = null;
  do {
    signal.throwIfAborted();
    after = await rechoosePage(datasetId, after);
  } while (after !== null);
}
