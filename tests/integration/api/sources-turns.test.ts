import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { discoverPage } from "@/jobs/crawl/discover-page";
import { askSource } from "@/jobs/crawl/source-context";
import { NoTurnError } from "@/jobs/crawl/source-turn";
import { db, pool, type Tx } from "@/lib/db/client";
import { takeSourceCall } from "@/lib/db/source-calls";
import { listSourceHealth, passBreaker, recordSourceFailure } from "@/lib/db/source-health";
import { upsertSourceKey } from "@/lib/db/source-keys";
import type { SourceErrorClass, SourceKey, SourceKind } from "@/lib/domain/source";
import { RetryAfterError } from "@/lib/errors";
import { SOURCES, sourceOf } from "@/lib/pipeline/sources";
import type { DiscoverContext, Source } from "@/lib/pipeline/sources/source";
import { sourceError } from "@/lib/pipeline/sources/source-error";
import { person, withQueues } from "../../helpers/api";
import { estateOf } from "../../helpers/estate";
import { somebodyWaits } from "../../helpers/waiting";

withQueues();

const EMPTY = { found: [], ignored: 0, cursor: null };
const QUERY = { keyword: "cat", filters: {}, listKey: null, options: {} };
/** Where nobody listens, and no address that may be fetched: a call counts, and fails without a network. */
const NOWHERE = "http://127.0.0.1:9/";

let ownerId: string;
beforeEach(async () => {
  ownerId = (await person()).id;
  await pool()`delete from source_health`;
  await pool()`delete from source_calls`;
});

const sourceThat = (kind: SourceKind, act: (ctx: DiscoverContext) => Promise<unknown>): Source => ({
  ...sourceOf(kind),
  page: async (_query, _cursor, ctx) => {
    await act(ctx);
    return EMPTY;
  },
});
const ask = (source: Source, changes: { deadlineMs?: number; signal?: AbortSignal } = {}) =>
  askSource(source, QUERY, null, {
    ownerId,
    signal: new AbortController().signal,
    deadlineMs: 60_000,
    respectOptOuts: true,
    ...changes,
  });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
/** Takes a turn, then does this instead of asking anybody. */
const calling = (kind: SourceKind, act: () => Promise<unknown>) =>
  sourceThat(kind, async (ctx) => {
    await failureOf(ctx.fetchJson(NOWHERE)).then((error) => {
      if (error instanceof NoTurnError || error instanceof RetryAfterError) throw error;
    });
    await act();
  });
const failing = (kind: SourceKind, errorClass: SourceErrorClass) =>
  calling(kind, () => Promise.reject(sourceError(errorClass, `It is ${errorClass}.`)));
const working = (kind: SourceKind) => calling(kind, () => Promise.resolve());

const healthOf = async (kind: SourceKind) => (await listSourceHealth()).get(kind);
/** The seconds that the last failure opened the breaker for, however many of them are over. */
async function openedFor(kind: SourceKind): Promise<number | undefined> {
  const [row] = await pool()<{ seconds: number }[]>`
    select extract(epoch from open_until - last_error_at)::int as seconds from source_health where source = ${kind}`;
  return row?.seconds;
}
const waitOver = (kind: SourceKind) =>
  pool()`update source_health set open_until = now() where source = ${kind}`;

describe("quotas", () => {
  const quota = { requestsPerMinute: 10, requestsPerDay: null };

  test("are exact among many at once", async () => {
    const waits = await Promise.all(
      Array.from({ length: 30 }, () => takeSourceCall("flickr", quota)),
    );
    expect(waits.filter((seconds) => seconds === 0)).toHaveLength(10);
    for (const seconds of waits) expect(seconds).toBeLessThanOrEqual(60);
  });

  test("count from when a call has its turn, not from when it began to wait for that", async () => {
    const once = { requestsPerMinute: 1, requestsPerDay: null };
    const calls: Promise<number>[] = [];
    /** Begins a call, and does this while it waits for its turn. */
    const meanwhile = (act: (tx: Tx) => Promise<unknown>) =>
      db().transaction(async (tx) => {
        await tx.execute(sql`select pg_advisory_xact_lock(hashtext('source'), hashtext('flickr'))`);
        calls.push(takeSourceCall("flickr", once));
        await somebodyWaits();
        await act(tx);
      });
    const another = sql`insert into source_calls (source, at) values ('flickr', clock_timestamp())`;
    await meanwhile((tx) => tx.execute(another));
    expect(await calls[0]).toBeLessThanOrEqual(60);
    const gone = sql`update source_calls set source = 'gbif', at = clock_timestamp()`;
    await meanwhile((tx) => tx.execute(gone));
    expect(await calls[1]).toBe(0);
    const order = await pool()`select source from source_calls order by at`;
    expect(order.map(({ source }) => source)).toEqual(["gbif", "flickr"]);
  });

  test("of one's own key are used up by nobody else", async () => {
    const counts = async () => {
      const rows = await pool()<{ bucket: string; count: number }[]>`
        select source as bucket, count(*)::int as count from source_calls group by 1 order by 1`;
      return rows.map(({ bucket, count }) => [bucket.split(":")[0], count, bucket.includes(":")]);
    };
    await ask(working("openverse"));
    await upsertSourceKey(db(), ownerId, "openverse", { clientId: "me", clientSecret: "mine" });
    await ask(working("openverse"));
    await ask(working("openverse"));
    expect(await counts()).toEqual([
      ["openverse", 1, false],
      ["openverse", 2, true],
    ]);
  });

  test("that free within minutes are waited for, and others given up with a clear reason", async () => {
    await pool()`insert into source_calls (source) select 'openverse' from generate_series(1, 20)`;
    expect(await failureOf(ask(working("openverse")))).toBeInstanceOf(RetryAfterError);
    await pool()`insert into source_calls (source, at) select 'openverse', now() - interval '1 hour' from generate_series(1, 180)`;
    const error = await failureOf(ask(working("openverse")));
    expect(error).toMatchObject({ details: { errorClass: "quota" }, code: "upstream-failed" });
    expect(String(error)).toMatch(/quota of Openverse is used up; it frees in \d+ minutes/);
    expect(await healthOf("openverse")).toBeUndefined();
  });
});

describe("the key of a page", () => {
  const seenBy = async (kind: SourceKind, who: string) => {
    const seen: (SourceKey | null)[] = [];
    const source = sourceThat(kind, async (ctx) => seen.push(ctx.key));
    await askSource(source, QUERY, null, {
      ownerId: who,
      signal: new AbortController().signal,
      deadlineMs: 60_000,
      respectOptOuts: true,
    });
    return seen[0];
  };

  test("is the asker's own, and never another person's", async () => {
    const key = { apiKey: "mine" };
    await upsertSourceKey(db(), ownerId, "flickr", key);
    expect(await seenBy("flickr", ownerId)).toEqual(key);
    expect(await seenBy("flickr", (await person()).id)).toBeNull();
  });

  test("that can no longer be read is said to be so, and no other is taken in its place", async () => {
    await upsertSourceKey(db(), ownerId, "flickr", { apiKey: "mine" });
    await pool()`update source_keys set sealed = 'v1.AAAA' where owner_id = ${ownerId}`;
    expect(await failureOf(ask(working("flickr")))).toMatchObject({
      details: { errorClass: "key-refused" },
    });
  });
});

describe("the breaker", () => {
  const failTimes = async (count: number, errorClass: SourceErrorClass = "server-error") => {
    for (let i = 0; i < count; i++) await failureOf(ask(failing("gbif", errorClass)));
  };

  test("opens after five failures in a row, and a success in between closes it", async () => {
    await failTimes(4);
    await ask(working("gbif"));
    await failTimes(4);
    expect(await healthOf("gbif")).toMatchObject({
      breaker: "closed",
      lastErrorClass: "server-error",
      lastError: "It is server-error.",
    });
    await failTimes(1);
    const { breaker, openSeconds } = (await healthOf("gbif")) ?? {};
    expect(breaker).toBe("open");
    expect(openSeconds).toBeLessThanOrEqual(30);
    expect(await openedFor("gbif")).toBe(30);
  });

  test("lets exactly one of twenty through when it is half-open", async () => {
    await failTimes(5);
    await waitOver("gbif");
    const admissions = await Promise.all(Array.from({ length: 20 }, () => passBreaker("gbif")));
    expect(admissions.filter((one) => one.isAdmitted && one.isProbe)).toHaveLength(1);
    expect(admissions.filter((one) => !one.isAdmitted)).toHaveLength(19);
  });

  test("opens for twice as long when the probe fails, up to an hour, and closes when one succeeds", async () => {
    await failTimes(5);
    const lengths: (number | undefined)[] = [];
    for (let i = 0; i < 8; i++) {
      await waitOver("gbif");
      await failTimes(1);
      lengths.push(await openedFor("gbif"));
    }
    expect(lengths).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
    await waitOver("gbif");
    await ask(working("gbif"));
    expect(await healthOf("gbif")).toMatchObject({ breaker: "closed", openSeconds: 0 });
    await failTimes(4);
    expect(await healthOf("gbif")).toMatchObject({ breaker: "closed" });
  });

  test("is not held longer by pages that were under way when it opened", async () => {
    await failTimes(5);
    for (let i = 0; i < 5; i++)
      await recordSourceFailure("gbif", {
        message: "late",
        errorClass: "server-error",
        isProbe: false,
      });
    expect((await healthOf("gbif"))?.openSeconds).toBeLessThanOrEqual(30);
  });

  test("opens at once for an hour when the service blocks us", async () => {
    await failTimes(1, "blocked");
    expect(await openedFor("gbif")).toBe(3600);
  });

  test("is not moved by keys, quotas, single questions and what people bring themselves", async () => {
    for (const errorClass of ["key-missing", "key-refused", "quota"] as const)
      await failTimes(6, errorClass);
    expect(await healthOf("gbif")).toBeUndefined();
    await failTimes(6, "refused");
    expect(await healthOf("gbif")).toMatchObject({ breaker: "closed", lastErrorClass: "refused" });
    for (let i = 0; i < 6; i++) await failureOf(ask(failing("web-page", "unreachable")));
    expect(await healthOf("web-page")).toBeUndefined();
  });

  test("makes a page wait while it opens soon, and gives it up with the reason when it does not", async () => {
    await failTimes(5);
    const near = await failureOf(ask(working("gbif")));
    expect(near).toBeInstanceOf(RetryAfterError);
    await pool()`update source_health set open_until = now() + interval '10 minutes'`;
    const far = await failureOf(ask(working("gbif")));
    expect(far).toBeInstanceOf(NoTurnError);
    expect(String(far)).toMatch(/left alone for 10 minutes. It is server-error/);
    expect((await healthOf("gbif"))?.openSeconds).toBeLessThanOrEqual(600);
  });

  test("lets another probe try when one was cancelled or out of quota", async () => {
    await failTimes(5);
    await waitOver("gbif");
    const cancel = new AbortController();
    const cancelled = calling("gbif", async () => {
      cancel.abort();
      cancel.signal.throwIfAborted();
    });
    await failureOf(ask(cancelled, { signal: cancel.signal }));
    expect(await healthOf("gbif")).toMatchObject({ breaker: "half-open" });
    await ask(working("gbif"));
    expect(await healthOf("gbif")).toMatchObject({ breaker: "closed" });
  });
});

describe("a crawl that meets an open breaker", () => {
  /** Asks for the first page of a running crawl's chunk, and answers the chunk and what came of it. */
  async function discover() {
    const { jobId } = await estateOf(ownerId);
    await pool()`update crawl_jobs set status = 'running' where id = ${jobId}`;
    const [chunk] = await pool()<{ id: string }[]>`
      update job_chunks set source = 'gbif' where crawl_job_id = ${jobId} returning id`;
    const chunkId = chunk?.id ?? "";
    const ctx = { jobId: "test", signal: new AbortController().signal, isLastAttempt: false };
    const error = await failureOf(discoverPage({ chunkId, page: 0 }, ctx));
    const [row] =
      await pool()`select status, failures, error from job_chunks where id = ${chunkId}`;
    return { error, chunk: row };
  }
  const openFor = (seconds: number) =>
    pool()`insert into source_health (source, failures, last_error, open_until)
      values ('gbif', 5, 'It timed out.', now() + make_interval(secs => ${seconds}))`;

  test("waits for the probe when it is near, which counts as no failure", async () => {
    await openFor(40);
    const { error, chunk } = await discover();
    expect(error).toBeInstanceOf(RetryAfterError);
    expect(chunk).toEqual({
      status: "pending",
      failures: 0,
      error: expect.stringMatching(/^Waiting for GBIF/),
    });
  });

  test("gives the source up for now when it is not, and says why", async () => {
    await openFor(1200);
    const { chunk } = await discover();
    expect(chunk).toMatchObject({ status: "failed" });
    expect(chunk?.error).toMatch(/left alone for 20 minutes. It timed out/);
    expect(await healthOf("gbif")).toMatchObject({ lastErrorAt: null });
  });
});

test("a source that goes on where it was already has no more pages", async () => {
  const { jobId } = await estateOf(ownerId);
  await pool()`update crawl_jobs set status = 'running' where id = ${jobId}`;
  const [chunk] = await pool()<{ id: string }[]>`
    update job_chunks set source = 'nasa' where crawl_job_id = ${jobId} returning id`;
  const chunkId = chunk?.id ?? "";
  const asked = vi
    .spyOn(SOURCES.nasa, "page")
    .mockResolvedValue({ found: [], ignored: 0, cursor: "the same" });
  const ctx = { jobId: "test", signal: new AbortController().signal, isLastAttempt: false };
  for (const page of [0, 1, 2]) await discoverPage({ chunkId, page }, ctx);
  expect(asked).toHaveBeenCalledTimes(2);
  const rows = await pool()`select status, pages from job_chunks where id = ${chunkId}`;
  expect(rows).toEqual([{ status: "completed", pages: 2 }]);
  asked.mockRestore();
});

test("a page that takes too long fails as unreachable, and may be asked for again", async () => {
  const slow = sourceThat(
    "gbif",
    ({ signal }) =>
      new Promise((_, reject) => {
        const end = () => reject(signal.reason);
        // A busy machine may take longer to get here.
        if (signal.aborted) end();
        else signal.addEventListener("abort", end);
      }),
  );
  const error = await failureOf(ask(slow, { deadlineMs: 20 }));
  expect(error).toMatchObject({ outcome: "timeout", isRetryable: true });
  expect(await healthOf("gbif")).toMatchObject({ lastErrorClass: "unreachable" });
});
