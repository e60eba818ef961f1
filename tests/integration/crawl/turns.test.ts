import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boss } from "@/jobs/define-queue";
import { discover } from "@/jobs/discover";
import { wakeIngest } from "@/jobs/ingest";
import { db } from "@/lib/db/client";
import { close, open, pointAt } from "./crawling";

beforeAll(async () => {
  pointAt({ apiUrl: "http://127.0.0.1:9", hosts: [] });
  await open(false);
});
afterAll(() => close());

test("a small crawl's lane goes before the further lanes of a large one that was there earlier", async () => {
  const [large, small] = [uuidv7(), uuidv7()];
  await wakeIngest(db(), large, 10_000);
  await wakeIngest(db(), small, 1);
  const next = await boss().fetch<{ crawlJobId: string }>("ingest", { batchSize: 2 });
  expect(next.map(({ data }) => data.crawlJobId).sort()).toEqual([large, small].sort());
});

test("crawls that want many pages and few take turns", async () => {
  const ids = Array.from({ length: 100 }, () => uuidv7());
  const few = [uuidv7(), uuidv7()];
  const pagesOf = (chunkIds: readonly string[]) =>
    chunkIds.map((chunkId) => ({ chunkId, page: 0 }));
  await discover.enqueueAll(pagesOf(ids));
  await discover.enqueueAll(pagesOf(few));
  const next = await boss().fetch<{ chunkId: string }>("discover", { batchSize: 4 });
  const fetched = next.map(({ data }) => data.chunkId);
  expect(fetched.sort()).toEqual([...few, ...ids.slice(0, 2)].sort());
});

test("a lane that waits already starts when what wakes it is committed, and not before", async () => {
  const crawlJobId = uuidv7();
  const started = async () =>
    (await boss().fetch<{ crawlJobId: string }>("ingest", { batchSize: 1_000 })).filter(
      ({ data }) => data.crawlJobId === crawlJobId,
    ).length;
  await wakeIngest(db(), crawlJobId, 1);
  await db().transaction(async (tx) => {
    await wakeIngest(tx, crawlJobId, 1);
    expect(await started()).toBe(0);
  });
  expect(await started()).toBe(1);
});
