import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { bulkImages as operation } from "@/lib/contract/curation";
import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { hasDataset } from "@/lib/db/datasets";
import { moveToDeleted } from "@/lib/db/deleted-images";
import { applyEdits, countTargeted, type ImageEdit, recordEdits } from "@/lib/db/image-edits";
import type { ImageTarget } from "@/lib/db/image-filter";
import { elevated } from "@/lib/db/rls";
import { AppError } from "@/lib/errors";
import { recordActivity } from "./activity";
import { mendGroups } from "./duplicate-groups";
import { type Changed, type Changing, recordChange } from "./image-changes";
import { asPersonInTurn } from "./in-turn";
import { nameLabels } from "./label-names";
import { orNotFound } from "./not-found";

type Input = z.output<(typeof operation)["input"]>;

const missing = (field: string, detail: string) =>
  new AppError("validation-failed", detail, {
    details: { errors: [{ pointer: `#/${field}`, detail }] },
  });

function targetOf({ datasetId, imageIds, filter }: Input): ImageTarget {
  if (imageIds && filter) throw missing("filter", "Name images or give a filter, not both.");
  if (imageIds) return { datasetId, imageIds };
  if (filter) return { datasetId, filter };
  throw missing("filter", "Name images, or give a filter; {} is every image.");
}

/** Null for deletion, which is no edit. */
function editOf({ action, label, split }: Input): ImageEdit | null {
  const given = () => {
    if (label !== undefined) return label;
    throw missing("label", `The action ${action} needs a label.`);
  };
  switch (action) {
    case "accept":
      return { decision: "accepted" };
    case "reject":
      return { decision: "rejected" };
    case "clear":
      return { decision: "undecided" };
    case "label":
      return { addLabel: given() };
    case "unlabel":
      return { removeLabel: given() };
    case "relabel":
      return { primaryLabel: given() };
    case "split":
      if (split === undefined) throw missing("split", "The action split needs a split, or null.");
      return { split };
    case "delete":
      return null;
  }
}

const newLabelOf = ({ action, label }: Input): string[] =>
  label !== undefined && (action === "label" || action === "relabel") ? [label] : [];

async function change(
  tx: Tx,
  changing: Changing,
  { input, target, edit }: { input: Input; target: ImageTarget; edit: ImageEdit | null },
) {
  if (edit === null) {
    const { count, groupIds } = await moveToDeleted(tx, changing, target);
    await mendGroups(tx, changing, groupIds);
    return { count, affected: count };
  }
  const recorded = await recordEdits(tx, changing, target, edit);
  if (recorded.affected === 0) return recorded;
  await nameLabels(tx, changing, newLabelOf(input));
  await applyEdits(tx, changing.changeId);
  return recorded;
}

function checkCount({ expectedCount }: Input, count: number): void {
  if (expectedCount !== undefined && expectedCount !== count)
    throw new AppError("conflict", `It is ${count} images now, not ${expectedCount}.`, {
      details: { count },
    });
}

export const bulkImages = async (ctx: Context, input: Input): Promise<Changed> => {
  const ownerId = ownerOf(ctx);
  const { datasetId, action, imageIds: _, expectedCount: __, ...details } = input;
  const target = targetOf(input);
  const edit = editOf(input);
  return asPersonInTurn(ctx, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const changed = await elevated(tx, ownerId, async () => {
      await lockDataset(tx, datasetId);
      // Refused before anything is written, as a rule; what moves without the lock is seen below, and rolled back.
      if (input.expectedCount !== undefined)
        checkCount(input, await countTargeted(tx, ownerId, target));
      return recordChange(tx, ctx, { datasetId, action, details }, async (changing) => {
        const { count, affected } = await change(tx, changing, { input, target, edit });
        checkCount(input, count);
        if (input.imageIds && count === 0) orNotFound(null, "image");
        return affected;
      });
    });
    const { affected: count, undoToken: changeId } = changed;
    if (count > 0)
      await recordActivity(
        tx,
        ctx,
        `images.${action}`,
        { type: "dataset", id: datasetId },
        { ...details, count, changeId },
      );
    return changed;
  });
};
