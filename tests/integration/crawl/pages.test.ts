import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { discoverPage } from "@/jobs/crawl/discover-page";
import { ingestLane } from "@/jobs/crawl/ingest-lane";
import { worker } from "@/jobs/define-queue";
import { discover } from "@/jobs/discover";
import { db } from "@/lib/db/client";
import { transitionCrawlJob } from "@/lib/db/crawl-jobs";
import { findChunk, listChunks } from "@/lib/db/job-chunks";
import type { SourceKind } from "@/lib/domain/source";
import { RetryAfterError } from "@/lib/errors";
import { FetchError } from "@/lib/pipeline/fetch-error";
import type { Found, SourcePage } from "@/lib/pipeline/sources/source";
import { listJobLogs } from "@/lib/services/jobs";
import { candidatesOf, close, newPerson, open, type Person, pointAt, startCrawl } from "./crawling";

const script = vi.hoisted(() => ({ page: vi.fn<(keyword: string) => Promise<unknown>>() }));

// A service that answers what each test says.
vi.mock("@/lib/pipeline/sources", async () => {
  const { openverse } = await import("@/lib/pipeline/sources/openverse");
  return {
    sourceOf: (kind: SourceKind) => ({
      ...openverse,
      kind,
      page: ({ keyword }: { keyword: string }) => script.page(keyword),
    }),
  };
});

let person: Person;
beforeAll(async () => {
  pointAt({ apiUrl: "http://127.0.0.1:9", hosts: [] });
  await open(false);
  person = await newPerson();
});
beforeEach(() => {
  script.page.mockReset();
});
afterAll(() => close());

const found = (name: string, more: Partial<Found> = {}): Found =>
  ({
    url: `http://pictures.example/${name}.jpg`,
    pageUrl: null,
    sourceId: name,
    title: null,
    creator: null,
    creatorUrl: null,
    licence: "cc0",
    licenceUrl: null,
    attribution: null,
    labels: [],
    width: null,
    height: null,
    format: null,
    raw: {},
    signals: [],
    ...more,
  }) as unknown as Found;
const pageOf = (...pictures: Found[]): SourcePage => ({
  found: pictures,
  ignored: 0,
  cursor: null,
});
const attempt = (isLastAttempt = false) => ({
  jobId: "test",
  signal: new AbortController().signal,
  isLastAttempt,
});
async function crawl(...keywords: string[]) {
  const { id } = await startCrawl(person, { keywords: keywords.length ? keywords : ["cat"] });
  const chunks = await listChunks(db(), id);
  const [chunk] = chunks;
  if (!chunk) throw new Error("The crawl has no chunk.");
  return { id, chunk, chunks };
}

test("text that no database takes does not stand in the way of the page that it came with", async () => {
  const { id, chunk } = await crawl();
  const half = "\ud83d";
  script.page.mockResolvedValue(
    pageOf(
      found("plain"),
      found("half", { title: `Cat ${half}`, raw: { [`tag${half}`]: `a${half}` } }),
      found("nul", { creator: "A\u0000B", raw: { text: "a\u0000\\u0000b" } }),
    ),
  );
  await discoverPage({ chunkId: chunk.id, page: 0 }, attempt());
  expect(await candidatesOf(id)).toHaveLength(3);
});

test("a page that comes when the crawl is over brings nothing that would wait for ever", async () => {
  const { id, chunk } = await crawl();
  script.page.mockImplementation(async () => {
    await transitionCrawlJob(db(), id, ["running"], "completed");
    return pageOf(found("late"));
  });
  await discoverPage({ chunkId: chunk.id, page: 0 }, attempt());
  expect(await candidatesOf(id)).toEqual([]);
});

test("a page that comes when its crawl only runs candidates again brings no others", async () => {
  const { id, chunk } = await crawl();
  script.page.mockImplementation(async () => {
    await transitionCrawlJob(db(), id, ["running"], "running", { isRetryOnly: true });
    return pageOf(found("late"));
  });
  await discoverPage({ chunkId: chunk.id, page: 0 }, attempt());
  expect(await candidatesOf(id)).toEqual([]);
});

test("a page of a dataset that was deleted meanwhile is dropped without a failure", async () => {
  const { id, chunk } = await crawl();
  script.page.mockImplementation(async () => {
    await db().execute(sql`delete from datasets where id =
      (select dataset_id from crawl_jobs where id = ${id})`);
    return pageOf(found("late"));
  });
  await discoverPage({ chunkId: chunk.id, page: 0 }, attempt());
  expect(await findChunk(db(), chunk.id)).toBeUndefined();
});

test("pages that bring the same pictures in another order do not lock each other out", async () => {
  const { id, chunks } = await crawl("a", "b", "c", "d");
  const names = Array.from({ length: 1_500 }, (_, i) => `p${i}`);
  script.page.mockImplementation(async (keyword) => {
    const pictures = names.map((name) => found(name));
    return pageOf(...(keyword === "a" || keyword === "c" ? pictures : pictures.toReversed()));
  });
  await Promise.all(chunks.map(({ id: chunkId }) => discoverPage({ chunkId, page: 0 }, attempt())));
  expect(await candidatesOf(id)).toHaveLength(names.length);
});

test("a page that cannot be written at last gives its chunk up", async () => {
  const { chunk } = await crawl();
  // No source gives a licence so; the column does not take it.
  script.page.mockResolvedValue(pageOf({ ...found("bad"), licence: null as never }));
  await expect(discoverPage({ chunkId: chunk.id, page: 0 }, attempt())).rejects.toThrow();
  expect(await findChunk(db(), chunk.id)).toMatchObject({ status: "pending" });
  await expect(discoverPage({ chunkId: chunk.id, page: 0 }, attempt(true))).rejects.toThrow();
  expect(await findChunk(db(), chunk.id)).toMatchObject({ status: "failed" });
});

test("a database that was away for a moment is no failure of the source", async () => {
  const { chunk } = await crawl();
  script.page.mockRejectedValue(Object.assign(new Error("gone"), { code: "CONNECTION_CLOSED" }));
  await expect(discoverPage({ chunkId: chunk.id, page: 0 }, attempt())).rejects.toThrow("gone");
  expect(await findChunk(db(), chunk.id)).toMatchObject({ status: "pending", failures: 0 });
});

test("a failed page is not asked for again before its time, although a plan asked for it meanwhile", async () => {
  const { chunk } = await crawl();
  const payload = { chunkId: chunk.id, page: 0 };
  script.page.mockImplementation(async () => {
    await discover.enqueueAll([payload]);
    throw new FetchError("rate-limited", "429", { isRetryable: true, retryAfterSeconds: 30 });
  });
  await worker(discover, discoverPage).settle(payload, attempt());
  const queued = await db().execute<{ seconds: number }>(
    sql`select extract(epoch from start_after - now())::float8 as seconds from pgboss.job
      where name = 'discover' and singleton_key = ${chunk.id}`,
  );
  expect(queued).toHaveLength(1);
  expect(queued[0]?.seconds).toBeGreaterThan(20);
});

test("a source that cannot be waited for is given up for all its keywords at once, with one line", async () => {
  const { id, chunks } = await crawl("a", "b", "c");
  const { NoTurnError } = await import("@/jobs/crawl/source-turn");
  script.page.mockRejectedValue(new NoTurnError("quota", "The quota is used up.", 4000));
  const [first] = chunks;
  // It is told in the crawl, so the queue has no failure to try again.
  await discoverPage({ chunkId: first?.id ?? "", page: 0 }, attempt());
  const after = await listChunks(db(), id);
  expect(after.map(({ status, error }) => ({ status, error }))).toEqual(
    chunks.map(() => ({ status: "failed", error: "The quota is used up." })),
  );
  const { items } = await listJobLogs(person, { jobId: id, limit: 50 });
  expect(items.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("a lane that begins while its process ends takes nothing, and asks to be run again", async () => {
  const { id, chunk } = await crawl();
  script.page.mockResolvedValue(pageOf(found("a", { url: "http://127.0.0.1:9/a.jpg" })));
  await discoverPage({ chunkId: chunk.id, page: 0 }, attempt());
  const ending = { ...attempt(), signal: AbortSignal.abort() };
  const lane = ingestLane({ crawlJobId: id, lane: 0 }, ending);
  await expect(lane).rejects.toBeInstanceOf(RetryAfterError);
  expect(await candidatesOf(id)).toMatchObject([{ outcome: null, attempts: 0, leaseUntil: null }]);
});
