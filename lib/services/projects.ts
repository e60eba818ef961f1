import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { SETTLED_SECONDS, sweepDataset } from "@/jobs/sweep-dataset";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/projects";
import type { Tx } from "@/lib/db/client";
import { listDatasetIds } from "@/lib/db/datasets";
import { idCursor, pageFrom } from "@/lib/db/page";
import * as rows from "@/lib/db/projects";
import { asPerson, elevated } from "@/lib/db/rls";
import type { Project } from "@/lib/domain/project";
import { recordActivity } from "./activity";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

const toProject = (row: rows.ProjectRow): Project => ({
  id: row.id,
  name: row.name,
  description: row.description,
  datasetCount: row.datasetCount,
  imageCount: row.imageCount,
  optOutOverride: row.optOutOverride,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

const readProject = async (tx: Tx, ownerId: string, id: string) =>
  toProject(orNotFound(await rows.findProject(tx, ownerId, id), "project"));

export const listProjects = (ctx: Context, { limit, cursor }: In<"listProjects">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const found = await rows.listProjects(tx, ownerOf(ctx), { limit, after: idCursor(cursor) });
    return pageFrom(found, limit, (row) => [row.id], toProject);
  });

export const createProject = (ctx: Context, input: In<"createProject">) => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const id = uuidv7();
    const { name, description = null } = input;
    await rows.insertProject(tx, { id, ownerId, name, description });
    await recordActivity(tx, ctx, "project.created", { type: "project", id }, { name });
    return readProject(tx, ownerId, id);
  });
};

export const getProject = (ctx: Context, { projectId }: In<"getProject">) =>
  asPerson(ownerOf(ctx), (tx) => readProject(tx, ownerOf(ctx), projectId));

export const updateProject = (
  ctx: Context,
  { projectId, name, description, optOutOverride }: In<"updateProject">,
) => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    await rows.updateProject(tx, ownerId, projectId, {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(optOutOverride !== undefined && {
        optOutOverride: optOutOverride && { ...optOutOverride, setAt: new Date().toISOString() },
      }),
    });
    const project = await readProject(tx, ownerId, projectId);
    const resource = { type: "project", id: projectId };
    await recordActivity(tx, ctx, "project.updated", resource, { name });
    if (optOutOverride)
      await recordActivity(tx, ctx, "project.opt-outs-set-aside", resource, { ...optOutOverride });
    if (optOutOverride === null)
      await recordActivity(tx, ctx, "project.opt-outs-respected", resource);
    return project;
  });
};

/** Rows go at once, with their crawls; files follow through the queue. */
async function remove(tx: Tx, ctx: Context, projectIds: string[]): Promise<string[]> {
  const ownerId = ownerOf(ctx);
  const datasetIds = await listDatasetIds(tx, ownerId, projectIds);
  const deleted = await rows.deleteProjects(tx, ownerId, projectIds);
  for (const id of deleted)
    await recordActivity(tx, ctx, "project.deleted", { type: "project", id });
  await elevated(tx, ownerId, async () => {
    for (const datasetId of datasetIds)
      await sweepDataset.enqueue({ datasetId }, { tx, startAfter: SETTLED_SECONDS });
  });
  return deleted;
}

export const deleteProject = (ctx: Context, { projectId }: In<"deleteProject">): Promise<void> =>
  asPerson(ownerOf(ctx), async (tx) => {
    const [deleted] = await remove(tx, ctx, [projectId]);
    orNotFound(deleted, "project");
  });

export const batchDeleteProjects = (ctx: Context, { projectIds }: In<"batchDeleteProjects">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const deleted = await remove(tx, ctx, projectIds);
    const gone = new Set(deleted);
    return { deleted, notFound: projectIds.filter((id) => !gone.has(id)) };
  });
