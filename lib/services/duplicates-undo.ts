import { z } from "zod";
import { restoreSources, type SourceTurn } from "@/lib/db/absorbed-copies";
import type { ChangeRow } from "@/lib/db/changes";
import type { Tx } from "@/lib/db/client";
import { findDuplicateGroup } from "@/lib/db/duplicate-groups";
import { listMembers } from "@/lib/db/group-members";
import { changeResolution, noteUndone, restoreLabels } from "@/lib/db/resolutions";
import { KeeperReason, Resolution } from "@/lib/domain/duplicate";
import { AppError } from "@/lib/errors";
import { type Settlement, settleGroup, settlementOf } from "./settle-group";

const SettlementShape = z.object({
  keptIds: z.tuple([z.string()], z.string()),
  keeperReason: KeeperReason.nullable(),
  resolution: Resolution.nullable(),
  resolvedAt: z.coerce.date().nullable().default(null),
});
/** Written by ourselves, and by nobody else. */
const Turn = z.custom<SourceTurn>();
/** One group from a settlement to another, or any number of groups that were accepted as they stood. */
const OneSettled = z.object({
  groupId: z.string(),
  from: SettlementShape.nullable(),
  to: SettlementShape,
  sources: z.array(Turn).default([]),
});
const AcceptedAll = z.object({
  from: z.literal("accepted").nullable(),
  to: z.literal("accepted").nullable(),
});
const Settled = z.union([OneSettled, AcceptedAll]);

/** Whether a change settled duplicates, or took such a settlement back: `undoResolution` undoes both. */
export const isResolution = ({ details }: ChangeRow): boolean => "settled" in details;

const isSame = (a: Settlement, b: Settlement): boolean =>
  a.resolution === b.resolution &&
  a.keptIds[0] === b.keptIds[0] &&
  [...a.keptIds].sort().join() === [...b.keptIds].sort().join();

/** The change the other way round. Throws conflict where the group is gone, or was settled otherwise since. */
async function unsettle(
  tx: Tx,
  change: ChangeRow,
  { groupId, from, to, sources }: z.output<typeof OneSettled>,
) {
  const group = await findDuplicateGroup(tx, groupId);
  const members = group ? await listMembers(tx, [groupId]) : [];
  const present = group && settlementOf(group, members);
  if (!group || !present || !from || !isSame(present, to)) throw overtaken();
  const known = new Set(members.map(({ id }) => id));
  const [keeperId, ...others] = from.keptIds.filter((id) => known.has(id));
  // Whoever was kept is gone: what is left has been put in order when that happened.
  if (keeperId === undefined) throw overtaken();
  const settlement = { ...from, keptIds: [keeperId, ...others] as const };
  await settleGroup(tx, group, members, { settlement, merges: false });
  await restoreLabels(tx, change.id);
  await restoreSources(tx, sources);
  const turned = sources.map(({ imageId, before, after }) => ({
    ...{ imageId, before: after, after: before },
  }));
  return { groupId, from: to, to: settlement, sources: turned };
}

const overtaken = () =>
  new AppError("conflict", "These duplicates have changed since, or were decided on otherwise.");

/**
 * Takes a resolution of duplicates back, or does it again where `change` took it back: in the caller's transaction,
 * under the application's role and the dataset's lock. What it does is written to the change `undoId`, whose row must be
 * there, with a line for each picture. Answers how many pictures it is about. Throws conflict where something else has
 * been decided on since.
 */
export async function undoResolution(tx: Tx, change: ChangeRow, undoId: string): Promise<number> {
  const settled = Settled.parse(change.details.settled);
  const isOne = "groupId" in settled;
  const inverse = isOne
    ? await unsettle(tx, change, settled)
    : { from: settled.to, to: settled.from };
  if (!isOne)
    await changeResolution(tx, { changeId: change.id, from: settled.to, to: settled.from });
  return noteUndone(tx, { changeId: change.id, undoId, settled: inverse });
}
