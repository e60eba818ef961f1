import { eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeAll, describe, expect, test } from "vitest";
import { OPERATIONS } from "@/lib/contract";
import { pathParams } from "@/lib/contract/operation";
import { db } from "@/lib/db/client";
import { activityLogs, apiKeys } from "@/lib/db/schema/accounts";
import { datasets } from "@/lib/db/schema/collections";
import { candidates, jobChunks, jobLogs } from "@/lib/db/schema/crawl";
import { changes, datasetLabels, imageChanges, validationBatches } from "@/lib/db/schema/curation";
import { datasetOverlaps, duplicateGroups, images } from "@/lib/db/schema/images";
import { person, refusal, send } from "../../helpers/api";
import { addImage, type Estate, estateOf } from "../../helpers/estate";

let me: { id: string; key: string };
let mine: Estate;
beforeAll(async () => {
  me = await person();
  mine = await estateOf(me.id);
});

const lists = OPERATIONS.filter((op) => "cursor" in op.input.shape);
const pathOf = (op: (typeof lists)[number]) =>
  Object.fromEntries(pathParams(op.path).map((name) => [name, mine[name as keyof Estate]]));

/** Adds one row to a list, as time goes on: ids grow. */
const ADD: Record<string, (nth: number) => Promise<unknown>> = {
  listProjects: () =>
    db().execute(
      sql`insert into projects (id, owner_id, name) values (${uuidv7()}, ${me.id}, 'x')`,
    ),
  listDatasets: () =>
    db().execute(
      sql`insert into datasets (id, owner_id, project_id, name) values (${uuidv7()}, ${me.id}, ${mine.projectId}, 'x')`,
    ),
  listDatasetImages: (nth) =>
    addImage(
      { ownerId: me.id, datasetId: mine.datasetId },
      // Every other one ties with its neighbour, so that the order needs more than the value.
      { id: uuidv7(), quality: (Math.floor(nth / 2) % 10) / 10, width: 100 + Math.floor(nth / 2) },
    ),
  listImageTiles: (nth) =>
    addImage(
      { ownerId: me.id, datasetId: mine.datasetId },
      { id: uuidv7(), quality: (Math.floor(nth / 2) % 10) / 10, scoreDark: nth % 3 ? 0.5 : null },
    ),
  listImageChanges: async () => {
    const changeId = uuidv7();
    const own = { ownerId: me.id, datasetId: mine.datasetId };
    await db()
      .insert(changes)
      .values({ ...own, id: changeId, actor: "user", action: "accept" });
    await db().insert(imageChanges).values({ changeId, imageId: mine.imageId, ownerId: me.id });
  },
  listLabels: (nth) =>
    db()
      .insert(datasetLabels)
      .values({ ownerId: me.id, datasetId: mine.datasetId, name: `label ${nth}`, colour: "red" }),
  listDuplicateGroups: async (nth) => {
    const own = { ownerId: me.id, datasetId: mine.datasetId };
    const { id: keeperId } = await addImage(own);
    const group = { ...own, id: uuidv7(), keeperId, distance: Math.floor(nth / 2) };
    await db()
      .insert(duplicateGroups)
      .values({ ...group, memberCount: 2 });
    await addImage(own, { isDuplicate: true, duplicateOf: keeperId, duplicateGroupId: group.id });
    await db().update(images).set({ duplicateGroupId: group.id }).where(eq(images.id, keeperId));
  },
  listOverlaps: async (nth) => {
    const own = { ownerId: me.id, datasetId: mine.datasetId };
    const otherDatasetId = uuidv7();
    await db()
      .insert(datasets)
      .values({
        id: otherDatasetId,
        ownerId: me.id,
        projectId: mine.projectId,
        name: `other ${nth}`,
      });
    const { id: otherImageId } = await addImage({ ownerId: me.id, datasetId: otherDatasetId });
    await db()
      .insert(datasetOverlaps)
      .values({ ...own, imageId: mine.imageId, otherDatasetId, otherImageId, distance: 0 });
  },
  listValidationBatches: () =>
    db().insert(validationBatches).values({
      id: uuidv7(),
      ownerId: me.id,
      datasetId: mine.datasetId,
      kind: "validate",
      level: "basic",
      status: "completed",
    }),
  listActivity: () =>
    db().insert(activityLogs).values({
      id: uuidv7(),
      ownerId: me.id,
      actor: "user",
      action: "x",
      resourceType: "project",
    }),
  listJobs: () =>
    db().execute(sql`insert into crawl_jobs (id, owner_id, dataset_id, name, keywords, sources, max_images, validation_level)
      select ${uuidv7()}, owner_id, dataset_id, name, keywords, sources, max_images, validation_level from crawl_jobs where id = ${mine.jobId}`),
  listJobChunks: (nth) =>
    db()
      .insert(jobChunks)
      .values({
        id: uuidv7(),
        ownerId: me.id,
        crawlJobId: mine.jobId,
        source: "sample",
        keyword: `k${nth}`,
        label: "x",
      }),
  listJobCandidates: async (nth) => {
    const [chunk] = await db().select().from(jobChunks).limit(1);
    const url = `https://pictures.example/${nth}`;
    const place = { ownerId: me.id, crawlJobId: mine.jobId, chunkId: chunk?.id ?? "" };
    await db()
      .insert(candidates)
      .values({ id: uuidv7(), ...place, url, urlHash: url, host: "h", label: "x" });
  },
  listJobLogs: () =>
    db().insert(jobLogs).values({
      id: uuidv7(),
      ownerId: me.id,
      crawlJobId: mine.jobId,
      level: "info",
      message: "x",
    }),
  listSchedules: () =>
    db().execute(sql`insert into crawl_schedules (id, owner_id, dataset_id, job_id, cron, timezone, target, status)
      values (${uuidv7()}, ${me.id}, ${mine.datasetId}, ${mine.jobId}, '0 3 * * *', 'UTC', 10, 'paused')`),
  listExports: () =>
    db().execute(
      sql`insert into exports (id, owner_id, dataset_id, format, archive) values (${uuidv7()}, ${me.id}, ${mine.datasetId}, 'image-folder', 'zip')`,
    ),
  listApiKeys: (nth) =>
    db()
      .insert(apiKeys)
      .values({
        id: uuidv7(),
        ownerId: me.id,
        name: "x",
        publicId: `p${nth}`,
        secretHash: "x",
        prefix: "x",
        scopes: ["projects:read"],
      }),
};
const SORTS: Record<string, readonly string[]> = {
  listDatasetImages: ["newest", "quality", "size", "similar"],
  listImageTiles: ["oldest", "worst", "smallest", "score:dark", "-score:dark", "similar"],
};
const cases = lists.flatMap((op) =>
  (SORTS[op.id] ?? [undefined]).map((sort) => ({
    op,
    sort,
    title: [op.id, sort].join(" ").trim(),
  })),
);

/** Where a page holds less than others: a group of duplicates has up to a hundred members. */
const MAX_LIMITS: Record<string, number> = { listDuplicateGroups: 50 };
const maxLimitOf = ({ id }: { id: string }) => MAX_LIMITS[id] ?? 200;

interface Listed {
  readonly items: {
    readonly id?: string;
    readonly kind?: string;
    readonly datasetId?: string;
  }[];
  readonly nextCursor: string | null;
}
async function pageOf(op: (typeof lists)[number], input: Record<string, unknown>) {
  const response = await send(op, { ...pathOf(op), ...input }, me);
  expect(response.status).toBe(200);
  const { items, nextCursor } = (await response.json()) as Listed;
  return { ids: items.map(({ id, kind, datasetId }) => id ?? kind ?? datasetId ?? ""), nextCursor };
}

let added = 0;
test.each(cases)(
  "$title: small pages show every row once, while others are added",
  async (each) => {
    const { op } = each;
    const sort = each.sort === "similar" ? `similar:${mine.imageId}` : each.sort;
    const input = { limit: 2, ...(sort && { sort }) };
    const add = ADD[op.id] ?? (async () => undefined);
    for (let i = 0; i < 6; i++) await add(added++);
    const { ids: before } = await pageOf(op, { ...input, limit: maxLimitOf(op) });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { ids: string[]; nextCursor: string | null } = await pageOf(op, {
        ...input,
        ...(cursor && { cursor }),
      });
      expect(page.ids.length).toBeLessThanOrEqual(2);
      seen.push(...page.ids);
      cursor = page.nextCursor;
      if (seen.length < 8) await add(added++);
    } while (cursor !== null && seen.length < 200);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => before.includes(id))).toEqual(before);
    expect(before.length).toBeGreaterThanOrEqual(6);
  },
);

describe.each(lists)("$method $path", (op) => {
  test("refuses a cursor that no list gave out", async () => {
    const forged = [
      "x",
      "null",
      Buffer.from("[]").toString("base64url"),
      Buffer.from('["x"]').toString("base64url"),
      Buffer.from('[1e999,"x"]').toString("base64url"),
      Buffer.from('[{"$ne":1}]').toString("base64url"),
      ...[1.5, 1e10, -1e300, "a\u0000", "a\ud800"].map((value) =>
        Buffer.from(JSON.stringify([value, me.id])).toString("base64url"),
      ),
    ];
    for (const cursor of forged) {
      const problem = await refusal(send(op, { ...pathOf(op), cursor }, me));
      expect(problem, cursor).toMatchObject({ status: 422, errors: [{ pointer: "#/cursor" }] });
    }
  });

  test(`takes a limit of 1 to ${maxLimitOf(op)} and no other`, async () => {
    for (const limit of ["0", `${maxLimitOf(op) + 1}`, "-1", "1.5", "x", ""])
      expect(await refusal(send(op, { ...pathOf(op), limit }, me)), limit).toMatchObject({
        errors: [{ pointer: "#/limit" }],
      });
    for (const limit of ["1", `${maxLimitOf(op)}`])
      expect((await send(op, { ...pathOf(op), limit }, me)).status).toBe(200);
  });
});
