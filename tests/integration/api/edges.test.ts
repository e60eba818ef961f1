import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { beforeEach, describe, expect, test } from "vitest";
import { listActivity } from "@/lib/contract/activity";
import { bulkImages, listImageTiles } from "@/lib/contract/curation";
import { resolveDuplicates } from "@/lib/contract/duplicates";
import { getImage, updateImage } from "@/lib/contract/images";
import { createJob } from "@/lib/contract/jobs";
import { createLabel, listLabels } from "@/lib/contract/labels";
import { createProject } from "@/lib/contract/projects";
import { previewQuality, startValidation, updateQuality } from "@/lib/contract/validation";
import { db } from "@/lib/db/client";
import { validationBatches } from "@/lib/db/schema/curation";
import { duplicateGroups } from "@/lib/db/schema/images";
import { endBatch } from "@/lib/db/validation-batches";
import { person, refusal, run, send, withQueues } from "../../helpers/api";
import { addImage, type Estate, estateOf } from "../../helpers/estate";
import { somebodyWaits } from "../../helpers/waiting";

withQueues();

let me: { id: string; key: string };
let mine: Estate;
let at: { datasetId: string };
beforeEach(async () => {
  me = await person();
  mine = await estateOf(me.id);
  at = { datasetId: mine.datasetId };
});
const isList = () =>
  sql`owner_id = ${me.id} and ${validationBatches.options} -> 'imageIds' is not null`;
const own = () => ({ ownerId: me.id, ...at });

describe("a text that the database cannot hold", () => {
  const HALF = "a\ud83d";
  test.each([HALF, "\udc00b", "a\0b"])("%j is refused where it stands", async (text) => {
    expect(await refusal(send(createProject, { name: text }, me))).toMatchObject({
      status: 422,
      errors: [{ pointer: "#/name" }],
    });
    const bulk = { ...at, filter: {}, action: "label", label: text };
    expect(await refusal(send(bulkImages, bulk, me))).toMatchObject({
      status: 422,
      errors: [{ pointer: "#/label" }],
    });
  });

  test("does not come of a keyword that is cut to a label", async () => {
    const keyword = `a${"\u{1f408}".repeat(60)}`;
    const input = { name: "x", keywords: [keyword], sources: ["sample"], start: false } as const;
    const job = await run(createJob, { ...input, keywords: [keyword], sources: ["sample"] }, me);
    expect(job.keywords).toEqual([{ keyword, label: `a${"\u{1f408}".repeat(49)}` }]);
  });
});

describe("a label", () => {
  test("is one line that reads in its own direction, however it was sent", async () => {
    const name = " red\r\nfox\u202e \u001b[31mcafe\u0301\u2028x ";
    const made = await run(createLabel, { ...at, name }, me);
    expect(made.name).toBe("red fox  [31mcafé x");
    expect(await refusal(send(createLabel, { ...at, name }, me))).toMatchObject({ status: 409 });
    for (const nothing of ["\u202e", "\n", "\ufeff \u2028"])
      expect(await refusal(send(createLabel, { ...at, name: nothing }, me))).toMatchObject({
        errors: [{ pointer: "#/name" }],
      });
  });

  test("with a line end is not taken for two", async () => {
    await run(updateImage, { imageId: mine.imageId, labels: ["a", "b"] }, me);
    const changed = await run(updateImage, { imageId: mine.imageId, labels: ["a\nb"] }, me);
    expect(changed.labels).toEqual(["a b"]);
  });

  test("of the most characters leaves a cursor that the list takes", async () => {
    for (const sign of ["猫", '"', "\u{1f408}"]) {
      const name = sign.repeat(100 / sign.length);
      await run(createLabel, { ...at, name }, me);
    }
    let cursor: string | null = null;
    let seen = 0;
    do {
      const input = { ...at, limit: 1, ...(cursor && { cursor }) };
      const page: { items: unknown[]; nextCursor: string | null } = await run(
        listLabels,
        input,
        me,
      );
      seen += page.items.length;
      cursor = page.nextCursor;
    } while (cursor && seen < 20);
    expect(seen).toBe(4);
  });
});

describe("a threshold too small for the database", () => {
  test.each([1e-300, 5e-324, 1e-45])("%d is as good as zero", async (threshold) => {
    const rules = { dark: { threshold, hides: true } };
    const preview = await run(previewQuality, { ...at, rules }, me);
    expect(preview.issues.find(({ issue }) => issue === "dark")).toMatchObject({ flagged: 0 });
    await run(updateQuality, { ...at, rules }, me);
    expect(await run(previewQuality, { ...at, rules: {} }, me)).toMatchObject({ hidden: 0 });
  });
});

describe("a time", () => {
  test.each(["0000-01-01T00:00:00Z", `2026-01-01T00:00:00.${"0".repeat(200)}Z`])(
    "%s that the database does not know is refused",
    async (time) => {
      for (const name of ["from", "to"])
        expect(await refusal(send(listActivity, { [name]: time }, me))).toMatchObject({
          status: 422,
          errors: [{ pointer: `#/${name}` }],
        });
    },
  );

  test.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"])(
    "%s is known",
    async (to) => {
      expect((await send(listActivity, { to }, me)).status).toBe(200);
    },
  );
});

describe("an id in capital letters", () => {
  const loud = (id: string) => id.toUpperCase();

  test("means the same row wherever it stands", async () => {
    const imageId = loud(mine.imageId);
    expect(await run(getImage, { imageId }, me)).toMatchObject({ id: mine.imageId });
    const there = { datasetId: loud(mine.datasetId) };
    const ids = [mine.imageId, imageId];
    expect((await send(startValidation, { ...there, imageIds: ids }, me)).status).toBe(202);
    const copy = await addImage(own());
    const group = { id: uuidv7(), keeperId: mine.imageId, memberCount: 2 };
    await db()
      .insert(duplicateGroups)
      .values({ ...own(), ...group });
    await db().execute(
      sql`update images set duplicate_group_id = ${group.id}, is_duplicate = id = ${copy.id} where dataset_id = ${mine.datasetId}`,
    );
    const keep = { ...there, duplicateGroupId: loud(group.id), keep: [loud(copy.id)] };
    expect(await run(resolveDuplicates, keep, me)).toMatchObject({ groups: 1 });
  });

  test("waits for the same lock", async () => {
    const held = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const holder = db().transaction(async (tx) => {
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtext('dataset'), hashtext(${mine.datasetId}::text))`,
      );
      held.resolve();
      await released.promise;
    });
    await held.promise;
    const input = { datasetId: loud(mine.datasetId), filter: {}, action: "accept" } as const;
    const change = run(bulkImages, input, me);
    await somebodyWaits();
    released.resolve();
    await holder;
    expect(await change).toMatchObject({ affected: 1 });
  });
});

describe("one person cannot take everything", () => {
  test("changes that wait for a dataset leave connections for everybody else", async () => {
    const other = await person();
    const theirs = await estateOf(other.id);
    const held = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const holder = db().transaction(async (tx) => {
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtext('dataset'), hashtext(${mine.datasetId}::text))`,
      );
      held.resolve();
      await released.promise;
    });
    await held.promise;
    const input = { imageId: mine.imageId, decision: "accepted" } as const;
    const changes = Array.from({ length: 30 }, () => send(updateImage, input, me));
    const image = await run(getImage, { imageId: theirs.imageId }, other);
    expect(image.id).toBe(theirs.imageId);
    const tiles = await run(listImageTiles, { datasetId: mine.datasetId }, me);
    expect(tiles.items).toHaveLength(1);
    released.resolve();
    await holder;
    const statuses = (await Promise.all(changes)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test("lists of images to validate do not pile up", async () => {
    const begin = () => send(startValidation, { ...at, imageIds: [mine.imageId] }, me);
    for (let nth = 0; nth < 10; nth++) expect((await begin()).status).toBe(202);
    expect(await refusal(begin())).toMatchObject({ status: 429, code: "limit-exceeded" });
    expect((await send(startValidation, at, me)).status).toBe(202);
    const [oldest] = await db().select().from(validationBatches).where(isList());
    await endBatch(db(), oldest?.id ?? "", { status: "completed", result: {} });
    expect(await db().$count(validationBatches, isList())).toBe(9);
    expect((await begin()).status).toBe(202);
  });
});
