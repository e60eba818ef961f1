import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { resolveDuplicates as operation } from "@/lib/contract/duplicates";
import { listSourcesOf, type SourceTurn } from "@/lib/db/absorbed-copies";
import { insertChange, insertImageChanges } from "@/lib/db/changes";
import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { findOwnGroup, type GroupRow } from "@/lib/db/duplicate-groups";
import { listLabels, listMembers, type MemberRow } from "@/lib/db/group-members";
import { elevated } from "@/lib/db/rls";
import { AppError } from "@/lib/errors";
import { keeperAmong, placeOf } from "@/lib/pipeline/dedupe/arrange";
import { actorName, recordActivity } from "./activity";
import { asPersonInTurn } from "./in-turn";
import { orNotFound } from "./not-found";
import { isSeenToChange, type Settlement, settleGroup, settlementOf } from "./settle-group";

type Input = z.output<(typeof operation)["input"]>;

const refuse = (pointer: string, detail: string) =>
  new AppError("validation-failed", detail, { details: { errors: [{ pointer, detail }] } });

/** What a person's choice makes of a group. */
function settle(
  { keep, notDuplicates }: Input,
  group: GroupRow,
  members: readonly MemberRow[],
): Settlement {
  const [first, ...others] = members.filter(({ id }) => keep.includes(id));
  const keptCount = 1 + others.length;
  if (!first || keptCount < new Set(keep).size)
    throw refuse("#/keep", "Name members of this group.");
  if (notDuplicates && keptCount === 1)
    throw refuse("#/notDuplicates", "Pictures are different from each other: keep two or more.");
  const hasKeeper = group.keeperId !== null && keep.includes(group.keeperId);
  const keeperId = hasKeeper ? group.keeperId : keeperAmong([first, ...others]).keeperId;
  const rest = [first, ...others].map(({ id }) => id).filter((id) => id !== keeperId);
  const isAsSuggested = hasKeeper && rest.length === 0;
  const partly = isAsSuggested ? "accepted" : "chosen";
  return {
    keptIds: [keeperId ?? first.id, ...rest],
    keeperReason: hasKeeper ? group.keeperReason : "chosen",
    resolution: keptCount === members.length ? "kept-all" : partly,
    resolvedAt: new Date(),
  };
}

/** What copies gave to pictures: their labels, and the places where they were found. */
const readGiven = async (tx: Tx, ids: readonly string[]) => ({
  labels: await listLabels(tx, ids),
  sources: await listSourcesOf(tx, ids),
});
type Given = Awaited<ReturnType<typeof readGiven>>;

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const sourceTurns = (ids: readonly string[], from: Given, to: Given): SourceTurn[] =>
  ids.flatMap((imageId) => {
    const before = from.sources.get(imageId) ?? [];
    const after = to.sources.get(imageId) ?? [];
    return isSame(before, after) ? [] : [{ imageId, before, after }];
  });

/** Writes a person's choice and, for each picture, where it stood and stands, with its labels where they changed. */
async function write(tx: Tx, ctx: Context, group: GroupRow, input: Input) {
  const { id: groupId, ownerId, datasetId } = group;
  const members = await listMembers(tx, [groupId]);
  const settlement = settle(input, group, members);
  const ids = members.map(({ id }) => id);
  const before = await readGiven(tx, ids);
  const changeId = uuidv7();
  const moves = await settleGroup(tx, group, members, { settlement, merges: true });
  const after = await readGiven(tx, ids);
  const sources = sourceTurns(ids, before, after);
  await insertChange(tx, {
    ...{ id: changeId, ownerId, datasetId, actor: actorName(ctx), imageCount: ids.length },
    action: "resolve-duplicates",
    details: { settled: { groupId, from: settlementOf(group, members), to: settlement, sources } },
  });
  await insertImageChanges(
    tx,
    moves.map(({ from, to }) => {
      const labelsBefore = before.labels.get(from.id) ?? [];
      const labelsAfter = after.labels.get(from.id) ?? [];
      const labels = !isSame(labelsBefore, labelsAfter) && { labelsBefore, labelsAfter };
      const places = { placeBefore: placeOf(from), placeAfter: to };
      return { changeId, imageId: from.id, ownerId, ...places, ...labels };
    }),
  );
  return { changeId, settlement, affected: moves.filter(isSeenToChange).length };
}

export const resolveDuplicates = (
  ctx: Context,
  input: Input,
): Promise<z.output<(typeof operation)["output"]>> => {
  const ownerId = ownerOf(ctx);
  const { datasetId, duplicateGroupId: id } = input;
  return asPersonInTurn(ctx, async (tx) => {
    const own = { ownerId, datasetId, id };
    orNotFound(await findOwnGroup(tx, own), "group of duplicates");
    const { changeId, settlement, affected } = await elevated(tx, ownerId, async () => {
      await lockDataset(tx, datasetId);
      const group = orNotFound(await findOwnGroup(tx, own), "group of duplicates");
      return write(tx, ctx, group, input);
    });
    const { keptIds, resolution } = settlement;
    const details = { datasetId, resolution, keep: keptIds, changeId };
    const resource = { type: "duplicate-group", id };
    await recordActivity(tx, ctx, "duplicates.resolved", resource, details);
    return { groups: 1, affected, undoToken: changeId };
  });
};
