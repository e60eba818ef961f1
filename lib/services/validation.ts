import type { z } from "zod";
import { openBatch } from "@/jobs/open-batch";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/validation";
import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { hasDataset, readStandards, updateStandards } from "@/lib/db/datasets";
import { findImage } from "@/lib/db/images";
import { countInScope } from "@/lib/db/measurements";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import type { BatchOptions } from "@/lib/db/schema/curation";
import * as rows from "@/lib/db/validation-batches";
import { countIssues, readCoverage } from "@/lib/db/validation-stats";
import type { ValidationBatch } from "@/lib/domain/validation";
import { AppError } from "@/lib/errors";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import { recordActivity } from "./activity";
import { analysisOf } from "./analysis";
import { toBatch } from "./batch-view";
import { asPersonInTurn } from "./in-turn";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;
type Out<K extends keyof typeof ops> = z.output<(typeof ops)[K]["output"]>;

export const analyzeImage = (
  ctx: Context,
  { imageId, level }: In<"analyzeImage">,
): Promise<Out<"analyzeImage">> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const row = orNotFound(await findImage(tx, ownerId, imageId), "image");
    const standards = orNotFound(await readStandards(tx, row.datasetId), "dataset");
    const keeper = row.duplicateOf ? await findImage(tx, ownerId, row.duplicateOf) : undefined;
    return analysisOf(row, { ...standards, level: level ?? standards.level }, keeper);
  });
};

/** Of one person: unlike those of a whole dataset, they do not take each other's place. */
const MAX_OPEN_LISTS = 10;

/** Judges a dataset anew on the queue; what is begun for the whole of it takes the place of what was begun before. */
export const beginValidation = (
  tx: Tx,
  place: { ownerId: string; datasetId: string },
  options: BatchOptions = {},
): Promise<ValidationBatch> =>
  elevated(tx, place.ownerId, async () =>
    toBatch(orNotFound(await openBatch(tx, place, { kind: "validate", options }), "dataset")),
  );

/** The strict level asks for a dataset without near-duplicates. */
async function regroupIfStrict(
  tx: Tx,
  place: { ownerId: string; datasetId: string },
  { level }: ValidationBatch,
): Promise<void> {
  if (level !== "strict") return;
  await elevated(tx, place.ownerId, () => openBatch(tx, place, { kind: "dedupe" }));
}

export const startValidation = (
  ctx: Context,
  { datasetId, imageIds, remeasure }: In<"startValidation">,
): Promise<Out<"startValidation">> => {
  const ownerId = ownerOf(ctx);
  const place = { ownerId, datasetId };
  return asPerson(ownerId, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const ids = imageIds && [...new Set(imageIds)];
    const areThere = !ids || (await countInScope(tx, { datasetId, imageIds: ids })) === ids.length;
    orNotFound(areThere || null, "image in this dataset");
    if (ids && (await rows.countOpenLists(tx, ownerId)) >= MAX_OPEN_LISTS)
      throw new AppError(
        "limit-exceeded",
        `${MAX_OPEN_LISTS} lists of images are waiting already: let one end first, or validate the whole dataset.`,
      );
    const options = { ...(ids && { imageIds: ids }), ...(remeasure && { remeasure }) };
    const batch = await beginValidation(tx, place, options);
    if (!ids) await regroupIfStrict(tx, place, batch);
    const details = { batchId: batch.id, ...(ids && { count: ids.length }) };
    await recordActivity(tx, ctx, "dataset.validated", { type: "dataset", id: datasetId }, details);
    return batch;
  });
};

export const listValidationBatches = (
  ctx: Context,
  { limit, cursor, datasetId }: In<"listValidationBatches">,
): Promise<Out<"listValidationBatches">> =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { datasetId, limit, after: idCursor(cursor) };
    const found = await rows.listBatches(tx, ownerOf(ctx), page);
    return pageFrom(found, limit, (row) => [row.id], toBatch);
  });

export const getValidationBatch = (
  ctx: Context,
  { batchId }: In<"getValidationBatch">,
): Promise<Out<"getValidationBatch">> =>
  asPerson(ownerOf(ctx), async (tx) =>
    toBatch(orNotFound(await rows.findBatch(tx, ownerOf(ctx), batchId), "batch")),
  );

export const getValidationStats = (
  ctx: Context,
  { datasetId }: In<"getValidationStats">,
): Promise<Out<"getValidationStats">> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const { level } = orNotFound(await readStandards(tx, datasetId), "dataset");
    const coverage = await readCoverage(tx, datasetId, MEASURES_VERSION);
    const { duplicates, hiddenDuplicates, ...counts } = coverage;
    const copies = {
      value: "near-duplicate" as const,
      count: duplicates,
      hidden: hiddenDuplicates,
    };
    const batch = await rows.findNewestBatch(tx, datasetId, "validate");
    return {
      datasetId,
      level,
      ...counts,
      coverage: counts.total > 0 ? counts.measured / counts.total : 1,
      issues: [...(await countIssues(tx, datasetId)), ...(duplicates > 0 ? [copies] : [])],
      batch: batch ? toBatch(batch) : null,
    };
  });
};

export const setValidationLevel = (
  ctx: Context,
  { datasetId, level }: In<"setValidationLevel">,
): Promise<Out<"setValidationLevel">> => {
  const ownerId = ownerOf(ctx);
  const place = { ownerId, datasetId };
  return asPersonInTurn(ctx, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    await lockDataset(tx, datasetId);
    const { level: before } = orNotFound(await readStandards(tx, datasetId), "dataset");
    await elevated(tx, ownerId, () => updateStandards(tx, datasetId, { validationLevel: level }));
    const batch = await beginValidation(tx, place);
    await regroupIfStrict(tx, place, batch);
    const resource = { type: "dataset", id: datasetId };
    await recordActivity(tx, ctx, "dataset.level-updated", resource, { before, after: level });
    return { datasetId, level, batch };
  });
};
