import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import type { Returned } from "@/lib/db/deleted-images";
import { type GroupRow, listGroupsById, writeGroups } from "@/lib/db/duplicate-groups";
import { listMembers, type MemberRow, movePictures } from "@/lib/db/group-members";
import { type Apartness, readApartnessAmong } from "@/lib/db/not-duplicates";
import { MAX_GROUP_MEMBERS } from "@/lib/domain/duplicate";
import { ALONE, arrange, keeperAmong } from "@/lib/pipeline/dedupe/arrange";
import { areWithinGroup } from "@/lib/pipeline/dedupe/group";

/** Groups read and written at once. */
const CHUNK = 500;

/** Those that are back, by their ids. */
type Back = ReadonlyMap<string, Returned>;
interface Since {
  readonly back: Back;
  readonly isApart: Apartness;
}

/**
 * Which of a group's members are shown, the keeper first. One that was brought back was shown when it was deleted, so it
 * takes its place again from what took it meanwhile, unless a person kept both and it was not the keeper.
 */
function shownOf(
  members: readonly [MemberRow, ...MemberRow[]],
  { keeperId }: GroupRow,
  { back: returned, isApart }: Since,
): readonly [string, ...string[]] {
  const [firstShown, ...otherShown] = members.filter(({ isDuplicate }) => !isDuplicate);
  if (!firstShown) return [keeperAmong(members).keeperId];
  const shown = [firstShown, ...otherShown] as const;
  const present = shown.find(({ id }) => id === keeperId);
  const back =
    shown.find(({ id }) => returned.get(id)?.keeperReason) ??
    (present && shown.find((one) => one !== present && !isApart(one.sha256, present.sha256)));
  const first = back ?? present;
  const keeper = first ?? shown.find(({ id }) => id === keeperAmong(shown).keeperId) ?? firstShown;
  const beside = shown.filter((one) => one !== keeper && isApart(one.sha256, keeper.sha256));
  return [keeper.id, ...beside.map(({ id }) => id)];
}

/**
 * Who of a group stays in it with those that are back: what joined it meanwhile leaves it where it is no copy of theirs,
 * or was called different from one of them and would hide it, or be hidden.
 */
function membersWith(
  members: readonly MemberRow[],
  { back, isApart }: Since,
): readonly MemberRow[] {
  const returned = members.filter(({ id }) => back.has(id));
  const others = members.filter(({ id }) => !back.has(id));
  const isWith = (one: MemberRow) =>
    returned.every(
      (other) =>
        areWithinGroup(one, other) &&
        ((!one.isDuplicate && !other.isDuplicate) || !isApart(one.sha256, other.sha256)),
    );
  const room = MAX_GROUP_MEMBERS - returned.length;
  return [...returned, ...others.filter(isWith).slice(0, room)].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
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
  returned: readonly Returned[] = [],
): Promise<void> {
  await lockDataset(tx, place.datasetId);
  const ids = [...new Set(groupIds)];
  const back = new Map(returned.map((one) => [one.id, one]));
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
    const mended = groups.map((group) =>
      mend(group, membersOf.get(group.id) ?? [], { back, isApart }),
    );
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

function mend(group: GroupRow, all: readonly MemberRow[], since: Since) {
  const members = membersWith(all, since);
  const [first, ...rest] = members;
  if (!first)
    return { state: { ...group, keeperId: null, distance: 0, memberCount: 0 }, moves: [] };
  const [keeperId, ...keptIds] = shownOf([first, ...rest], group, since);
  const isSame = keeperId === group.keeperId;
  const keeperReason = isSame
    ? group.keeperReason
    : (since.back.get(keeperId)?.keeperReason ?? keeperAmong([first, ...rest]).reason);
  const { moves, distance } = arrange(members, { groupId: group.id, keeperId, keptIds });
  const left = all.filter((one) => !members.includes(one)).map((from) => ({ from, to: ALONE }));
  return {
    state: { ...group, keeperId, keeperReason, distance, memberCount: members.length },
    moves: [...moves, ...left],
  };
}
