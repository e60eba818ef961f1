import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { type GroupRow, listGroupsById, writeGroups } from "@/lib/db/duplicate-groups";
import { listMembers, type MemberRow, movePictures } from "@/lib/db/group-members";
import { type Apartness, readApartnessAmong } from "@/lib/db/not-duplicates";
import { arrange, keeperAmong } from "@/lib/pipeline/dedupe/arrange";

/** Groups read and written at once. */
const CHUNK = 500;

/**
 * Which of a group's members are shown, the keeper first. One that was brought back was shown when it was deleted, so it
 * takes its place again from what took it meanwhile, unless a person kept both.
 */
function shownOf(
  members: readonly [MemberRow, ...MemberRow[]],
  { keeperId }: GroupRow,
  isApart: Apartness,
): readonly [string, ...string[]] {
  const [firstShown, ...otherShown] = members.filter(({ isDuplicate }) => !isDuplicate);
  if (!firstShown) return [keeperAmong(members).keeperId];
  const shown = [firstShown, ...otherShown] as const;
  const present = shown.find(({ id }) => id === keeperId);
  const back =
    present && shown.find((one) => one !== present && !isApart(one.sha256, present.sha256));
  const first = back ?? present;
  const keeper = first ?? shown.find(({ id }) => id === keeperAmong(shown).keeperId) ?? firstShown;
  const beside = shown.filter((one) => one !== keeper && isApart(one.sha256, keeper.sha256));
  return [keeper.id, ...beside.map(({ id }) => id)];
}

/**
 * After pictures were deleted or brought back: groups that lost their keeper get the best of the rest, and those brought
 * back stand where they stood. What is left of a group waits in it, shown, for the others to be brought back. Within the
 * caller's transaction, under the application's role.
 */
export async function mendGroups(
  tx: Tx,
  place: { ownerId: string; datasetId: string },
  groupIds: readonly string[],
): Promise<void> {
  await lockDataset(tx, place.datasetId);
  const ids = [...new Set(groupIds)];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const groups = await listGroupsById(tx, ids.slice(at, at + CHUNK));
    const members = await listMembers(
      tx,
      groups.map(({ id }) => id),
    );
    const isApart = await readApartnessAmong(
      tx,
      place.datasetId,
      members.map(({ sha256 }) => sha256),
    );
    const membersOf = Map.groupBy(members, ({ duplicateGroupId }) => duplicateGroupId);
    const mended = groups.map((group) => mend(group, membersOf.get(group.id) ?? [], isApart));
    await writeGroups(
      tx,
      place,
      mended.map(({ state }) => state),
    );
    await movePictures(
      tx,
      mended.flatMap(({ moves }) => moves),
    );
  }
}

function mend(group: GroupRow, members: readonly MemberRow[], isApart: Apartness) {
  const [first, ...rest] = members;
  if (!first)
    return { state: { ...group, keeperId: null, distance: 0, memberCount: 0 }, moves: [] };
  const [keeperId, ...keptIds] = shownOf([first, ...rest], group, isApart);
  const isSame = keeperId === group.keeperId;
  const keeperReason = isSame ? group.keeperReason : keeperAmong([first, ...rest]).reason;
  const { moves, distance } = arrange(members, { groupId: group.id, keeperId, keptIds });
  return {
    state: { ...group, keeperId, keeperReason, distance, memberCount: members.length },
    moves,
  };
}
