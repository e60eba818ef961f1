import type { z } from "zod";
import { openBatch } from "@/jobs/open-batch";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { undoImages as operation } from "@/lib/contract/curation";
import { type ChangeRow, findChange, markUndone } from "@/lib/db/changes";
import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { moveToDeleted, RESTORABLE_HOURS, restoreDeleted } from "@/lib/db/deleted-images";
import { applyEdits, listChangedIds, recordReversal } from "@/lib/db/image-edits";
import { hasArrivedSince } from "@/lib/db/images";
import { countCarrying, ensureLabels, listUnnamedLabels } from "@/lib/db/labels";
import { elevated } from "@/lib/db/rls";
import { findNewestBatch } from "@/lib/db/validation-batches";
import { AppError } from "@/lib/errors";
import { recordActivity } from "./activity";
import { mendGroups } from "./duplicate-groups";
import { isResolution, undoResolution } from "./duplicates-undo";
import { type Changed, type Changing, recordChange } from "./image-changes";
import { asPersonInTurn } from "./in-turn";
import { type LabelTurn, turnLabels } from "./label-turns";
import { orNotFound } from "./not-found";

/** What a change did to pictures, which says how it is taken back. */
type Effect = "edit" | "delete" | "restore" | "resolve";
interface UndoDetails {
  readonly undid: string;
  readonly effect: Effect;
  readonly labels?: LabelTurn;
}

function effectOf(change: ChangeRow): Effect {
  if (isResolution(change)) return "resolve";
  if (change.action === "undo") return (change.details as unknown as UndoDetails).effect;
  return change.action === "delete" ? "delete" : "edit";
}

const REVERSE: Record<Effect, Effect> = {
  edit: "edit",
  delete: "restore",
  restore: "delete",
  resolve: "resolve",
};

const turnOf = ({ details }: ChangeRow) => details.labels as LabelTurn | undefined;
const reversed = ({ before, after }: LabelTurn): LabelTurn => ({ before: after, after: before });

async function takeBack(tx: Tx, changing: Changing, change: ChangeRow): Promise<number> {
  const effect = effectOf(change);
  const back = { ...changing, of: change.id };
  if (effect === "resolve") return undoResolution(tx, change, changing.changeId);
  if (effect === "edit") {
    const count = await recordReversal(tx, back);
    await applyEdits(tx, changing.changeId);
    return count;
  }
  if (effect === "delete") {
    const { count, returned } = await restoreDeleted(tx, back);
    const groupIds = returned.map(({ groupId }) => groupId);
    await mendGroups(tx, changing, groupIds, returned);
    if (count > 0) await lookAgainSince(tx, changing, change);
    return count;
  }
  const imageIds = await listChangedIds(tx, change.id);
  const { count, groupIds } = await moveToDeleted(tx, changing, { ...changing, imageIds });
  await mendGroups(tx, changing, groupIds);
  return count;
}

/** What was judged while these were deleted was judged without them, and copies that came had nothing to be hidden behind. */
async function lookAgainSince(tx: Tx, place: Changing, { createdAt }: ChangeRow): Promise<void> {
  const newest = await findNewestBatch(tx, place.datasetId, "validate");
  if (newest && (newest.finishedAt === null || newest.finishedAt > createdAt))
    await openBatch(tx, place, { kind: "validate" });
  if (!(await hasArrivedSince(tx, place.datasetId, createdAt))) return;
  // At the radius that was asked for last, so that no other search overturns it.
  const search = await findNewestBatch(tx, place.datasetId, "dedupe");
  await openBatch(tx, place, { kind: "dedupe", options: search?.options ?? {} });
}

/** Names that labels had and have no more, and that other pictures got meanwhile. */
async function namesStillCarried(tx: Tx, datasetId: string, { before, after }: LabelTurn) {
  const gone = before.filter(({ name }) => !after.some((label) => label.name === name));
  const carried: string[] = [];
  for (const { name } of gone)
    if ((await countCarrying(tx, datasetId, name)) > 0) carried.push(name);
  return carried;
}

function checkAge(change: ChangeRow): void {
  const ageMs = Date.now() - change.createdAt.getTime();
  if (effectOf(change) === "delete" && ageMs > RESTORABLE_HOURS * 3_600_000)
    throw new AppError("gone", `Deleted images can be brought back for ${RESTORABLE_HOURS} hours.`);
}

export const undoImages = (
  ctx: Context,
  { datasetId, undoToken }: z.output<(typeof operation)["input"]>,
): Promise<Changed> => {
  const ownerId = ownerOf(ctx);
  return asPersonInTurn(ctx, async (tx) => {
    const found = await findChange(tx, ownerId, undoToken);
    const change = orNotFound(found?.datasetId === datasetId ? found : null, "change");
    checkAge(change);
    const labels = turnOf(change);
    const details: UndoDetails = {
      undid: change.id,
      effect: REVERSE[effectOf(change)],
      ...(labels && { labels: reversed(labels) }),
    };
    const changed = await elevated(tx, ownerId, async () => {
      await lockDataset(tx, datasetId);
      if (!(await markUndone(tx, change.id)))
        throw new AppError("conflict", "This was undone already.");
      const isWorthUndoing = labels !== undefined;
      const step = { datasetId, action: "undo", details: { ...details }, isWorthUndoing } as const;
      return recordChange(tx, ctx, step, async (changing) => {
        const count = await takeBack(tx, changing, change);
        if (details.labels) await turnLabels(tx, changing, details.labels);
        const unnamed = await listUnnamedLabels(tx, datasetId, changing.changeId);
        const left = details.labels ? await namesStillCarried(tx, datasetId, details.labels) : [];
        await ensureLabels(tx, changing, [...unnamed, ...left]);
        return count;
      });
    });
    await recordActivity(
      tx,
      ctx,
      "images.undo",
      { type: "dataset", id: datasetId },
      { changeId: change.id, action: change.action, count: changed.affected },
    );
    return changed;
  });
};
