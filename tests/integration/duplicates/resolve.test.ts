import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { activityLogs } from "@/lib/db/schema/accounts";
import { imageChanges } from "@/lib/db/schema/curation";
import { notDuplicates } from "@/lib/db/schema/images";
import { bulkImages } from "@/lib/services/curation";
import { undoImages } from "@/lib/services/curation-undo";
import {
  dedupeDataset,
  listDuplicateGroups,
  listOverlaps,
  resolveAllDuplicates,
} from "@/lib/services/duplicates";
import { resolveDuplicates } from "@/lib/services/resolve-duplicates";
import { close, newDataset, newPerson, open, type Person } from "../crawl/crawling";
import {
  arrive,
  type Bringing,
  bringing,
  differing,
  groupsOf,
  lookOf,
  named,
  stateOf,
} from "./arriving";

let person: Person;
let datasetId: string;
let crawl: Bringing;
beforeAll(() => open(false));
afterAll(() => close());
beforeEach(async () => {
  person = await newPerson();
  datasetId = await newDataset(person);
  crawl = await bringing(person, datasetId);
});

const look = lookOf("family");
const NAMES = ["large", "middle", "small"];
/** Three copies, 10 and 25 bits from the largest. */
const arriveAll = () =>
  arrive(
    crawl,
    { name: "large", look, side: 400, label: "cat" },
    { name: "middle", look: differing(look, 0, 10), side: 200, label: "pet" },
    { name: "small", look: differing(look, 0, 25), side: 100, label: "kitten" },
  );
/** Groups of two, so many bits from each other. */
const arrivePairs = async (distances: readonly number[]) => {
  for (const distance of distances) {
    const own = lookOf(`pair at ${distance}`);
    await arrive(
      crawl,
      { name: `${distance}-large`, look: own, side: 300 },
      { name: `${distance}-small`, look: differing(own, 0, distance) },
    );
  }
};
const list = (status: "open" | "resolved" | "all" = "open", limit = 20, cursor?: string) =>
  listDuplicateGroups(person, { datasetId, status, limit, cursor });
async function resolve(keep: readonly string[], notDuplicates?: boolean) {
  const [group] = (await list("all")).items;
  const kept = await Promise.all(keep.map((name) => named(datasetId, name)));
  const ids = kept.map(({ id }) => id);
  const duplicateGroupId = group?.id ?? "";
  return resolveDuplicates(person, { datasetId, duplicateGroupId, keep: ids, notDuplicates });
}
const undo = (undoToken: string | null) =>
  undoImages(person, { datasetId, undoToken: undoToken ?? "" });
const apartOf = async () =>
  (await db().select().from(notDuplicates).where(eq(notDuplicates.datasetId, datasetId)))
    .map(({ sha256A, sha256B }) => [sha256A, sha256B])
    .sort();
const isShown = async () =>
  Object.fromEntries(
    await Promise.all(
      NAMES.map(async (name) => [name, !(await named(datasetId, name)).isDuplicate] as const),
    ),
  );

describe("the list", () => {
  test("tells each group's members with their distances, the keeper first, and why it is kept", async () => {
    await arriveAll();
    const { items, open: waiting, resolved } = await list();
    expect([items.length, waiting, resolved]).toEqual([1, 1, 0]);
    const [group] = items;
    expect(group?.members.map(({ image, ...rest }) => [image.filename, rest])).toEqual([
      ["large.png", { isKeeper: true, distance: 0, transform: "none" }],
      ["middle.png", { isKeeper: false, distance: 10, transform: "none" }],
      ["small.png", { isKeeper: false, distance: 25, transform: "none" }],
    ]);
    expect(group).toMatchObject({
      keeperId: (await named(datasetId, "large")).id,
      keeperReason: "more-pixels",
      reasonText: "400 × 300 against 200 × 150.",
      distance: 25,
      resolution: null,
    });
  });

  test("goes from the most certain to the least, page by page, and starts where it is asked to", async () => {
    await arrivePairs([30, 5, 12, 40]);
    const same = lookOf("another pair");
    const copy = { name: "copy", look: differing(same, 9, 5) };
    await arrive(crawl, { name: "one", look: same, side: 300 }, copy);
    const all = (await list()).items;
    const cut: typeof all = [];
    let cursor: string | undefined;
    do {
      const page = await list("open", 2, cursor);
      expect(page.before).toBe(cut.length);
      cut.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(cut).toEqual(all);
    const distances = all.map(({ distance }) => distance);
    expect(distances).toEqual([5, 5, 12, 30, 40]);
    const from = all[2]?.id;
    const started = await listDuplicateGroups(person, {
      datasetId,
      status: "open",
      limit: 2,
      from,
    });
    expect([started.items[0]?.id, started.before]).toEqual([from, 2]);
  });
});

describe("a choice", () => {
  test.each([
    { title: "the one suggested", keep: ["large"], resolution: "accepted", affected: 0 },
    { title: "another", keep: ["small"], resolution: "chosen", affected: 2 },
    { title: "several", keep: ["large", "small"], resolution: "chosen", affected: 1 },
    { title: "several others", keep: ["middle", "small"], resolution: "chosen", affected: 3 },
    { title: "all", keep: NAMES, resolution: "kept-all", affected: 2 },
  ])("of $title shows exactly that, and undone and done again is as it was", async (choice) => {
    await arriveAll();
    const before = await stateOf(datasetId);
    const done = await resolve(choice.keep);
    expect(done).toMatchObject({ groups: 1, affected: choice.affected });
    const after = await stateOf(datasetId);
    expect(after.groups[0]).toMatchObject({ resolution: choice.resolution, memberCount: 3 });
    const expected = NAMES.map((name) => [name, choice.keep.includes(name)]);
    expect(await isShown()).toEqual(Object.fromEntries(expected));
    const pairs = (choice.keep.length * (choice.keep.length - 1)) / 2;
    const apart = await apartOf();
    expect(apart).toHaveLength(pairs);

    const undone = await undo(done.undoToken);
    expect(undone.affected).toBe(3);
    expect(await stateOf(datasetId)).toEqual(before);
    expect(await apartOf()).toEqual([]);
    const redone = await undo(undone.undoToken);
    const { groups, rows } = await stateOf(datasetId);
    expect(rows).toEqual(after.rows);
    expect(groups[0]).toMatchObject({ resolution: choice.resolution });
    expect(await apartOf()).toEqual(apart);
    await undo(redone.undoToken);
    expect(await stateOf(datasetId)).toEqual(before);
  });

  test("is written into the history of each picture and the person's log", async () => {
    await arriveAll();
    const { undoToken } = await resolve(["small"]);
    const lines = await db()
      .select()
      .from(imageChanges)
      .where(eq(imageChanges.changeId, undoToken ?? ""));
    const small = await named(datasetId, "small");
    expect(lines).toHaveLength(3);
    expect(lines.find(({ imageId }) => imageId === small.id)).toMatchObject({
      placeBefore: { isDuplicate: true },
      placeAfter: { isDuplicate: false, duplicateOf: null },
      labelsBefore: ["kitten"],
      labelsAfter: ["kitten", "cat", "pet"],
    });
    const [logged] = await db()
      .select()
      .from(activityLogs)
      .where(
        and(
          eq(activityLogs.ownerId, person.userId),
          eq(activityLogs.action, "duplicates.resolved"),
        ),
      );
    expect(logged).toMatchObject({
      actor: "user",
      resourceType: "duplicate-group",
      details: { datasetId, resolution: "chosen", keep: [small.id], changeId: undoToken },
    });
  });

  test("made anew replaces the one before, and what was called different is so no more", async () => {
    await arriveAll();
    await resolve(NAMES, true);
    expect(await apartOf()).toHaveLength(3);
    await resolve(["middle"]);
    expect(await isShown()).toEqual({ large: false, middle: true, small: false });
    expect(await apartOf()).toEqual([]);
  });

  test("of what is not in the group, or of one that should be different, is refused", async () => {
    await arriveAll();
    await arrivePairs([3]);
    const refusedAt = (pointer: string) => ({
      code: "validation-failed",
      details: { errors: [{ pointer }] },
    });
    // The pair is the more certain group, and so the first.
    await expect(resolve(["large", "3-large"])).rejects.toMatchObject(refusedAt("#/keep"));
    await expect(resolve(["3-large"], true)).rejects.toMatchObject(refusedAt("#/notDuplicates"));
  });
});

describe("accepting up to a distance", () => {
  test("settles exactly the groups that were counted, and undone they wait again", async () => {
    await arrivePairs([4, 9, 15, 40]);
    const before = await stateOf(datasetId);
    const upTo = { datasetId, maxDistance: 15 };
    const counted = await resolveAllDuplicates(person, { ...upTo, dryRun: true });
    expect(counted).toEqual({ groups: 3, affected: 0, undoToken: null });
    expect(await stateOf(datasetId)).toEqual(before);
    const done = await resolveAllDuplicates(person, { ...upTo, dryRun: false });
    expect(done.groups).toBe(3);
    expect(await list()).toMatchObject({ open: 1, resolved: 3 });
    expect((await list("resolved")).items.map(({ distance }) => distance)).toEqual([4, 9, 15]);

    const undone = await undo(done.undoToken);
    expect(undone.affected).toBe(6);
    expect(await stateOf(datasetId)).toEqual(before);
    await undo(undone.undoToken);
    expect(await list()).toMatchObject({ open: 1, resolved: 3 });
    expect(await resolveAllDuplicates(person, { ...upTo, dryRun: false })).toEqual({
      groups: 0,
      affected: 0,
      undoToken: null,
    });
  });

  test("undone leaves alone what a person has chosen otherwise since", async () => {
    await arriveAll();
    const all = await resolveAllDuplicates(person, { datasetId, maxDistance: 64, dryRun: false });
    await resolve(["small"]);
    await undo(all.undoToken);
    expect((await list("resolved")).items[0]).toMatchObject({ resolution: "chosen" });
    expect(await isShown()).toEqual({ large: false, middle: false, small: true });
  });
});

describe("deleting", () => {
  const remove = async (...names: string[]) => {
    const gone = await Promise.all(names.map((name) => named(datasetId, name)));
    const imageIds = gone.map(({ id }) => id);
    return bulkImages(person, { datasetId, imageIds, action: "delete" });
  };

  test.each([
    { names: ["large"], left: [["middle", "small"]] },
    { names: ["small"], left: [["large", "middle"]] },
    { names: ["large", "middle"], left: [["small"]] },
    { names: NAMES, left: [] },
  ])("$names shows the best of the rest, and undone all stand as they stood", async (given) => {
    await arriveAll();
    const before = await stateOf(datasetId);
    const { undoToken } = await remove(...given.names);
    expect(await groupsOf(datasetId)).toEqual(given.left);
    await undo(undoToken);
    const after = await stateOf(datasetId);
    expect(after.rows.map(({ labels: _, ...row }) => row)).toEqual(
      before.rows.map(({ labels: _, ...row }) => row),
    );
    expect(after.groups).toEqual(before.groups);
  });

  test("what is left of a group is no group to review", async () => {
    await arriveAll();
    await remove("large", "small");
    expect(await list("all")).toMatchObject({ items: [], open: 0, resolved: 0 });
    expect(await named(datasetId, "middle")).toMatchObject({ isDuplicate: false });
  });
});

test("another person's groups are as absent as none", async () => {
  await arriveAll();
  const [group] = (await list()).items;
  const stranger = await newPerson();
  const own = await newDataset(stranger);
  const keep = [(await named(datasetId, "large")).id];
  const duplicateGroupId = group?.id ?? "";
  const absent = { code: "not-found" };
  const query = { datasetId, status: "open", limit: 20 } as const;
  await expect(listDuplicateGroups(stranger, query)).rejects.toMatchObject(absent);
  for (const dataset of [datasetId, own])
    await expect(
      resolveDuplicates(stranger, { datasetId: dataset, duplicateGroupId, keep }),
    ).rejects.toMatchObject(absent);
  const all = { datasetId, maxDistance: 256, dryRun: false };
  await expect(resolveAllDuplicates(stranger, all)).rejects.toMatchObject(absent);
  await expect(dedupeDataset(stranger, { datasetId })).rejects.toMatchObject(absent);
  await expect(listOverlaps(stranger, { datasetId, limit: 20 })).rejects.toMatchObject(absent);
  expect(await list()).toMatchObject({ open: 1 });
});
