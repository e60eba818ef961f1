import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import { findDuplicateGroup, writeGroups } from "@/lib/db/duplicate-groups";
import { listPictures, type MemberRow, movePictures } from "@/lib/db/group-members";
import type { KeeperReason } from "@/lib/domain/duplicate";
import { arrange, type Place } from "@/lib/pipeline/dedupe/arrange";
import { settle } from "./settle";

interface Joined {
  readonly keeperId: string;
  readonly reason: KeeperReason;
  /** The one that was kept until now. */
  readonly before: MemberRow;
  /** Where the new picture stands. */
  readonly place: Place;
}

/**
 * Puts a picture whose row is written into the group of these members, which it fits, or makes one of it and the single
 * picture that it is a copy of. Under the dataset's lock.
 */
export async function joinGroup(
  tx: Tx,
  dataset: { ownerId: string; datasetId: string },
  id: string,
  members: readonly MemberRow[],
): Promise<Joined> {
  const [arrived] = await listPictures(tx, [id]);
  const [first] = members;
  if (!arrived || !first) throw new Error("A picture joins others when all of them are written.");
  const groupId = first.duplicateGroupId ?? uuidv7();
  const group = first.duplicateGroupId ? await findDuplicateGroup(tx, groupId) : undefined;
  const shown = members.filter(({ isDuplicate }) => !isDuplicate);
  const before = members.find((member) => member.id === group?.keeperId) ?? shown[0] ?? first;
  const settled = settle(group, [arrived, ...members], (each) => each === id);
  const { keeperId, keeperReason } = settled;
  // Several are shown where a person kept several.
  const keptIds = shown.filter((member) => member !== before).map((member) => member.id);
  const all = [...members, arrived];
  const { moves, distance } = arrange(all, { groupId, keeperId, keptIds });
  await writeGroups(tx, dataset, [{ id: groupId, ...settled, distance, memberCount: all.length }]);
  await movePictures(tx, moves);
  const place = moves.find(({ from }) => from === arrived)?.to;
  if (!place) throw new Error("Every member has a place.");
  return { keeperId, reason: keeperReason ?? "earlier", before, place };
}
