import { beforeEach, expect, test } from "vitest";
import * as op from "@/lib/contract/datasets";
import { db } from "@/lib/db/client";
import { candidates, crawlJobs, jobChunks } from "@/lib/db/schema/crawl";
import { images } from "@/lib/db/schema/images";
import { DECISIONS } from "@/lib/domain/image";
import { person, run, withQueues } from "../../helpers/api";
import { estateOf } from "../../helpers/estate";
import { imageRow } from "../../helpers/image-row";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});

const WIDTHS = [200, 255, 256, 511, 512, 1024, 3000];
/** Pictures that differ in everything that is counted, in the same way each time. */
const pictureOf = (n: number) => ({
  label: `l${n % 3}`,
  labels: n % 4 === 0 ? [`l${n % 3}`, "shared"] : [`l${n % 3}`],
  source: n % 5 === 0 ? "openverse" : "sample",
  licence: n % 7 === 0 ? "unknown" : "CC0-1.0",
  format: n % 2 === 0 ? ("png" as const) : ("jpeg" as const),
  split: n % 3 === 0 ? ("train" as const) : null,
  width: WIDTHS[n % WIDTHS.length] ?? 1,
  height: 500,
  decision: DECISIONS[n % 5] ?? "undecided",
  isValid: n % 6 !== 0,
  issues: n % 6 === 0 ? (["dark", "bordered"] as const).slice(0, 1 + (n % 4 === 0 ? 1 : 0)) : [],
  isDuplicate: n % 11 === 0,
  originalUrl: `https://host${n % 4}.example:8443/p/${n}.png?x=1`,
});
type Picture = ReturnType<typeof pictureOf>;

const isKept = ({ decision, isValid, isDuplicate }: Picture) =>
  decision === "accepted" || (decision === "undecided" && isValid && !isDuplicate);
/** Counted one by one, most first, then by name. */
const counted = (values: readonly string[]) =>
  [...Map.groupBy(values, (value) => value)]
    .map(([value, same]) => ({ value, count: same.length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
const byName = (counts: readonly { value: string; count: number }[]) =>
  counts.toSorted((a, b) => (a.value < b.value ? -1 : 1));

test("every number is what counting one picture after the other gives", async () => {
  const { id: datasetId } = await run(op.createDataset, { name: "Many" }, me);
  const pictures = Array.from({ length: 120 }, (_, n) => pictureOf(n));
  const rows = pictures.map(({ issues, ...picture }) =>
    imageRow({ ownerId: me.id, datasetId }, { ...picture, issues: [...issues] }),
  );
  await db().insert(images).values(rows);
  // Somebody else's, and another dataset's, count nowhere.
  await estateOf(me.id);
  await estateOf((await person()).id);

  const stats = await run(op.getDatasetStats, { datasetId }, me);
  const kept = pictures.filter(isKept);
  expect(stats.labels).toEqual(counted(kept.flatMap(({ labels }) => labels)));
  expect(stats.sources).toEqual(counted(kept.map(({ source }) => source)));
  expect(stats.licences).toEqual(counted(kept.map(({ licence }) => licence)));
  expect(stats.formats).toEqual(counted(kept.map(({ format }) => format)));
  expect(stats.splits).toEqual(counted(kept.map(({ split }) => split ?? "none")));
  expect(stats.hosts).toEqual(
    counted(kept.map(({ originalUrl }) => new URL(originalUrl).hostname)),
  );
  const bucketOf = ({ width }: Picture) => {
    if (width < 256) return "under 256";
    if (width < 512) return "256–511";
    return width < 1024 ? "512–1023" : width < 2048 ? "1024–2047" : "2048 and up";
  };
  expect(byName(stats.sizes.buckets)).toEqual(byName(counted(kept.map(bucketOf))));
  const shown = pictures.filter(({ isDuplicate }) => !isDuplicate);
  const inSight = pictures.filter(
    ({ decision, isDuplicate, isValid }) => decision === "accepted" || (isValid && !isDuplicate),
  );
  expect(stats.decisions).toEqual(counted(inSight.map(({ decision }) => decision)));
  const found = shown.filter(({ decision }) => decision !== "rejected");
  expect(byName(stats.issues)).toEqual(
    byName([
      ...counted(found.flatMap(({ issues }) => issues)),
      { value: "near-duplicate", count: pictures.length - shown.length },
    ]),
  );
  expect(stats.hidden).toBe(
    shown.filter(({ decision, isValid }) => decision === "undecided" && !isValid).length,
  );
  const widths = kept.map(({ width }) => width).sort((a, b) => a - b);
  expect(stats.sizes.medianWidth).toBe(widths[Math.ceil(widths.length / 2) - 1]);
  expect(stats.sizes.medianHeight).toBe(500);
});

test("losses are told by source over all crawls, and bytes that were found again once for each picture", async () => {
  const { datasetId, imageId } = await estateOf(me.id);
  const ids = { ownerId: me.id, crawlJobId: crypto.randomUUID(), chunkId: crypto.randomUUID() };
  await db()
    .insert(crawlJobs)
    .values({
      id: ids.crawlJobId,
      ownerId: me.id,
      datasetId,
      name: "Again",
      keywords: [{ keyword: "cat", label: "cat" }],
      sources: ["openverse"],
      maxImages: 10,
      validationLevel: "basic",
    });
  await db().insert(jobChunks).values({
    id: ids.chunkId,
    ownerId: me.id,
    crawlJobId: ids.crawlJobId,
    source: "openverse",
    keyword: "cat",
    label: "cat",
  });
  const found = { ...ids, host: "h:443", label: "cat" };
  await db()
    .insert(candidates)
    .values([
      { ...found, url: "https://h/1", urlHash: "1", outcome: "exact-duplicate", imageId },
      { ...found, url: "https://h/2", urlHash: "2", outcome: "exact-duplicate", imageId },
      { ...found, url: "https://h/3", urlHash: "3", outcome: "timeout" },
      { ...found, url: "https://h/4", urlHash: "4" },
    ]);
  const stats = await run(op.getDatasetStats, { datasetId }, me);
  expect(stats.funnel).toMatchObject({
    found: 6,
    waiting: 1,
    accepted: 1,
    duplicate: 2,
    failed: 2,
  });
  expect(stats.losses).toEqual([
    { source: "openverse", outcome: "exact-duplicate", count: 2 },
    { source: "openverse", outcome: "timeout", count: 1 },
    { source: "sample", outcome: "timeout", count: 1 },
  ]);
  expect(stats.issues).toEqual([{ value: "exact-duplicate", count: 1 }]);
});
