import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { openBatch } from "@/jobs/open-batch";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/duplicates";
import { insertChange } from "@/lib/db/changes";
import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { hasDataset } from "@/lib/db/datasets";
import * as rows from "@/lib/db/duplicate-groups";
import { listOverlaps as listRows, overlapCursor } from "@/lib/db/overlaps";
import { pageFrom } from "@/lib/db/page";
import { acceptGroups, noteMembers } from "@/lib/db/resolutions";
import { asPerson, elevated } from "@/lib/db/rls";
import { actorName, recordActivity } from "./activity";
import { toBatch } from "./batch-view";
import { toDuplicateGroup } from "./duplicate-view";
import { asPersonInTurn } from "./in-turn";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;
type Out<K extends keyof typeof ops> = z.output<(typeof ops)[K]["output"]>;

const ownDataset = async (tx: Tx, ownerId: string, datasetId: string) =>
  orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");

export const listDuplicateGroups = (
  ctx: Context,
  { datasetId, status, maxDistance, cursor, from, limit }: In<"listDuplicateGroups">,
): Promise<Out<"listDuplicateGroups">> =>
  asPerson(ownerOf(ctx), async (tx) => {
    await ownDataset(tx, ownerOf(ctx), datasetId);
    const filter = { datasetId, status, maxDistance };
    const first = from ? await rows.findInList(tx, filter, from) : undefined;
    const found = await rows.listGroups(tx, { ...filter, cursor, from: first, limit });
    const shown = found.slice(0, limit);
    const images = await rows.listGroupImages(
      tx,
      shown.map(({ id }) => id),
    );
    const membersOf = Map.groupBy(images, ({ duplicateGroupId }) => duplicateGroupId);
    const page = pageFrom(found, limit, rows.groupCursor, (group) =>
      toDuplicateGroup(group, membersOf.get(group.id) ?? []),
    );
    const [head] = shown;
    const before = head ? await rows.countGroupsBefore(tx, filter, head) : 0;
    return { ...page, ...(await rows.countGroups(tx, datasetId)), before };
  });

/** Nothing moves, as each group is accepted as it stands: a few statements, however many groups they are. */
export const resolveAllDuplicates = (
  ctx: Context,
  { datasetId, maxDistance, dryRun }: In<"resolveAllDuplicates">,
): Promise<Out<"resolveAllDuplicates">> => {
  const ownerId = ownerOf(ctx);
  return asPersonInTurn(ctx, async (tx) => {
    await ownDataset(tx, ownerId, datasetId);
    if (dryRun) {
      const groups = await rows.countGroupsOf(tx, { datasetId, status: "open", maxDistance });
      return { groups, affected: 0, undoToken: null };
    }
    const { id, groupIds, imageCount } = await elevated(tx, ownerId, async () => {
      await lockDataset(tx, datasetId);
      // The history goes by these, so they are drawn in turn.
      const id = uuidv7();
      const accepted = { id, ...(await acceptGroups(tx, { datasetId, maxDistance })) };
      if (accepted.groupIds.length === 0) return accepted;
      const change = { id, ownerId, datasetId, imageCount: accepted.imageCount };
      const settled = { from: null, to: "accepted" };
      await insertChange(tx, {
        ...change,
        actor: actorName(ctx),
        action: "resolve-duplicates",
        details: { settled, maxDistance },
      });
      await noteMembers(tx, change, accepted.groupIds);
      return accepted;
    });
    const groups = groupIds.length;
    if (groups === 0) return { groups, affected: 0, undoToken: null };
    const resource = { type: "dataset", id: datasetId };
    const details = { maxDistance, groups, images: imageCount, changeId: id };
    await recordActivity(tx, ctx, "duplicates.accepted-all", resource, details);
    return { groups, affected: 0, undoToken: id };
  });
};

export const dedupeDataset = (
  ctx: Context,
  { datasetId, radius }: In<"dedupeDataset">,
): Promise<Out<"dedupeDataset">> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    await ownDataset(tx, ownerId, datasetId);
    const options = radius === undefined ? {} : { radius };
    const batch = await elevated(tx, ownerId, () =>
      openBatch(tx, { ownerId, datasetId }, { kind: "dedupe", options }),
    );
    const resource = { type: "dataset", id: datasetId };
    await recordActivity(tx, ctx, "duplicates.regrouping-started", resource, options);
    return toBatch(orNotFound(batch, "dataset"));
  });
};

export const listOverlaps = (
  ctx: Context,
  { datasetId, cursor, limit }: In<"listOverlaps">,
): Promise<Out<"listOverlaps">> =>
  asPerson(ownerOf(ctx), async (tx) => {
    await ownDataset(tx, ownerOf(ctx), datasetId);
    const found = await listRows(tx, { ownerId: ownerOf(ctx), datasetId, cursor, limit });
    return pageFrom(found, limit, overlapCursor, (row) => row);
  });
