import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { SETTLED_SECONDS, sweepDataset } from "@/jobs/sweep-dataset";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/datasets";
import type { Tx } from "@/lib/db/client";
import { readDatasetStats } from "@/lib/db/dataset-stats";
import * as rows from "@/lib/db/datasets";
import { cursorValues } from "@/lib/db/image-order";
import { listImages } from "@/lib/db/images";
import { idCursor, pageFrom } from "@/lib/db/page";
import { findProject, findProjectByName, insertProject } from "@/lib/db/projects";
import { asPerson, elevated } from "@/lib/db/rls";
import type { Dataset, DatasetStats } from "@/lib/domain/dataset";
import { Issue, type ValidationLevel } from "@/lib/domain/issue";
import { countsByGroup } from "@/lib/domain/outcome";
import { recordActivity } from "./activity";
import { orderOf } from "./image-lists";
import { toImage } from "./image-view";
import { orNotFound } from "./not-found";

type Operations = Omit<typeof ops, "IMAGE_SORTS" | "ImageSort" | "imageFilters">;
type In<K extends keyof Operations> = z.output<Operations[K]["input"]>;

const DEFAULT_PROJECT = "Default project";

const NOTHING: rows.DatasetCounts = { imageCount: 0, sizeBytes: 0, labels: [] };

const toDataset = (row: rows.DatasetRow, counts = NOTHING): Dataset => ({
  id: row.id,
  projectId: row.projectId,
  projectName: row.projectName,
  name: row.name,
  description: row.description,
  validationLevel: row.validationLevel,
  imageCount: counts.imageCount,
  labels: counts.labels,
  sizeBytes: counts.sizeBytes,
  coverImageIds: row.coverImageIds,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

async function readDataset(tx: Tx, ownerId: string, id: string): Promise<Dataset> {
  const row = orNotFound(await rows.findDataset(tx, ownerId, id), "dataset");
  return toDataset(row, (await rows.countDatasets(tx, [id])).get(id));
}

export const listDatasets = (ctx: Context, { limit, cursor, projectId }: In<"listDatasets">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { limit, projectId, after: idCursor(cursor) };
    const found = await rows.listDatasets(tx, ownerOf(ctx), page);
    const counts = await rows.countDatasets(
      tx,
      found.slice(0, limit).map(({ id }) => id),
    );
    return pageFrom(
      found,
      limit,
      (row) => [row.id],
      (row) => toDataset(row, counts.get(row.id)),
    );
  });

/** The project given, or the person's default one, made when it is first needed. */
async function homeOf(tx: Tx, ownerId: string, projectId: string | undefined): Promise<string> {
  if (projectId) return orNotFound(await findProject(tx, ownerId, projectId), "project").id;
  const existing = await findProjectByName(tx, ownerId, DEFAULT_PROJECT);
  if (existing) return existing.id;
  const id = uuidv7();
  await insertProject(tx, { id, ownerId, name: DEFAULT_PROJECT, description: null });
  return id;
}

/** Makes a dataset within the person's transaction; answers its id. */
export async function addDataset(
  tx: Tx,
  ctx: Context,
  input: {
    projectId?: string | undefined;
    name: string;
    description?: string | null | undefined;
    validationLevel?: ValidationLevel | undefined;
  },
): Promise<string> {
  const ownerId = ownerOf(ctx);
  const projectId = await homeOf(tx, ownerId, input.projectId);
  const id = uuidv7();
  const { name, description = null, validationLevel } = input;
  await rows.insertDataset(tx, { id, ownerId, projectId, name, description, validationLevel });
  await recordActivity(tx, ctx, "dataset.created", { type: "dataset", id }, { name });
  return id;
}

export const createDataset = (ctx: Context, input: In<"createDataset">) =>
  asPerson(ownerOf(ctx), async (tx) =>
    readDataset(tx, ownerOf(ctx), await addDataset(tx, ctx, input)),
  );

export const getDataset = (ctx: Context, { datasetId }: In<"getDataset">) =>
  asPerson(ownerOf(ctx), (tx) => readDataset(tx, ownerOf(ctx), datasetId));

export const updateDataset = (ctx: Context, input: In<"updateDataset">) => {
  const ownerId = ownerOf(ctx);
  const { datasetId, name, description, projectId } = input;
  return asPerson(ownerId, async (tx) => {
    if (projectId) orNotFound(await findProject(tx, ownerId, projectId), "project");
    await rows.updateDataset(tx, ownerId, datasetId, {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(projectId !== undefined && { projectId }),
    });
    const dataset = await readDataset(tx, ownerId, datasetId);
    await recordActivity(tx, ctx, "dataset.updated", { type: "dataset", id: datasetId }, { name });
    return dataset;
  });
};

export const deleteDataset = (ctx: Context, { datasetId }: In<"deleteDataset">): Promise<void> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const name = orNotFound(await rows.deleteDataset(tx, ownerId, datasetId), "dataset");
    await recordActivity(tx, ctx, "dataset.deleted", { type: "dataset", id: datasetId }, { name });
    await elevated(tx, ownerId, () =>
      sweepDataset.enqueue({ datasetId }, { tx, startAfter: SETTLED_SECONDS }),
    );
  });
};

export const getDatasetStats = (
  ctx: Context,
  { datasetId }: In<"getDatasetStats">,
): Promise<DatasetStats> =>
  asPerson(ownerOf(ctx), async (tx) => {
    orNotFound((await rows.hasDataset(tx, ownerOf(ctx), datasetId)) || null, "dataset");
    const { found, outcomes, losses, sizes, buckets, issues, ...counts } = await readDatasetStats(
      tx,
      datasetId,
    );
    return {
      ...counts,
      issues: issues.map(({ value, count }) => ({ value: Issue.parse(value), count })),
      funnel: { found, outcomes, ...countsByGroup(found, outcomes) },
      losses: losses as DatasetStats["losses"],
      sizes: {
        totalBytes: sizes.total,
        medianWidth: sizes.width,
        medianHeight: sizes.height,
        buckets,
      },
    };
  });

export const listDatasetImages = (ctx: Context, input: In<"listDatasetImages">) => {
  const ownerId = ownerOf(ctx);
  const { datasetId, limit, cursor, sort, ...filter } = input;
  return asPerson(ownerId, async (tx) => {
    orNotFound((await rows.hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const order = await orderOf(tx, ownerId, sort);
    const found = await listImages(tx, { datasetId, filter, order, cursor, limit });
    return pageFrom(found, limit, cursorValues, toImage);
  });
};
