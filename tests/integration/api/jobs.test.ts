import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/jobs";
import { pool } from "@/lib/db/client";
import { JOB_STATUSES, type JobAction, TRANSITIONS } from "@/lib/domain/crawl-job";
import { storage } from "@/lib/storage";
import { call, person, refusal, run, send, withQueues } from "../../helpers/api";
import { addImage, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});

const PAGE = "https://pictures.example/gallery";
const GOOD = { name: "Cats", keywords: ["cat"], sources: ["sample"] };
const create = (changes: object = {}) => send(op.createJob, { ...GOOD, ...changes }, me);
const made = async (changes: object = {}) =>
  (await run(op.createJob, { ...GOOD, start: false, ...changes } as never, me)).id;
const setStatus = (id: string, status: string) =>
  pool()`update crawl_jobs set status = ${status} where id = ${id}`;
const lanesOf = async (id: string) =>
  (await pool()`select from pgboss.job where name = 'ingest' and data ->> 'crawlJobId' = ${id}`)
    .length;

describe("creating a job", () => {
  test("starts it in a dataset of its own, with a chunk for every keyword and source", async () => {
    const keywords = ["cat", { keyword: "lynx", label: "cat" }, "cat"];
    const job = await run(
      op.createJob,
      { name: "Cats", keywords, sources: ["sample", "openverse", "sample"] },
      me,
    );
    expect(job).toMatchObject({
      status: "running",
      datasetName: "Cats",
      maxImages: 1000,
      totalChunks: 4,
      progress: 0,
      keywords: [
        { keyword: "cat", label: "cat" },
        { keyword: "lynx", label: "cat" },
      ],
    });
    expect(job.startedAt).not.toBeNull();
    expect(await lanesOf(job.id)).toBe(1);
    expect(await run(op.getJob, { jobId: job.id }, me)).toEqual(job);
    expect((await run(op.listJobs, { datasetId: job.datasetId }, me)).items).toEqual([job]);
    expect((await run(op.listJobs, { status: "paused" }, me)).items).toEqual([]);
  });

  test("waits to be started when told to", async () => {
    const job = await run(op.createJob, { ...GOOD, start: false } as never, me);
    expect(job).toMatchObject({ status: "pending", startedAt: null });
    expect(await lanesOf(job.id)).toBe(0);
  });

  test("takes as many and as few as the contract says", async () => {
    const many = Array.from({ length: 50 }, (_, i) => `k${i}`);
    for (const changes of [
      { keywords: many },
      { maxImages: 1 },
      { maxImages: 100_000 },
      { name: "n".repeat(100) },
      { keywords: ["k".repeat(200)] },
    ])
      expect((await create({ start: false, ...changes })).status).toBe(201);
  });

  test.each([
    { pointer: "#/keywords", changes: { keywords: [] } },
    { pointer: "#/keywords", changes: { keywords: Array.from({ length: 51 }, (_, i) => `k${i}`) } },
    { pointer: "#/keywords/0", changes: { keywords: ["k".repeat(201)] } },
    { pointer: "#/keywords/0/label", changes: { keywords: [{ keyword: "x", label: "" }] } },
    { pointer: "#/maxImages", changes: { maxImages: 0 } },
    { pointer: "#/maxImages", changes: { maxImages: 100_001 } },
    { pointer: "#/maxImages", changes: { maxImages: 1.5 } },
    { pointer: "#/maxImages", changes: { maxImages: "10" } },
    { pointer: "#/sources", changes: { sources: [] } },
    { pointer: "#/sources/1", changes: { sources: ["sample", "myspace"] } },
    { pointer: "#/name", changes: { name: "" } },
    { pointer: "#/name", changes: { name: undefined } },
    { pointer: "#/filters/minWidth", changes: { filters: { minWidth: 0 } } },
    { pointer: "#/filters/formats/0", changes: { filters: { formats: ["exe"] } } },
    { pointer: "#/urls", changes: { sources: ["url-list"] } },
    { pointer: "#/urls", changes: { sources: ["url-list"], urls: [] } },
    { pointer: "#/urls", changes: { urls: ["https://pictures.example/a.png"] } },
    { pointer: "#/expandKeywords", changes: { expandKeywords: "all" } },
    { pointer: "#/sources/1", changes: { sources: ["sample", "unsplash"] } },
    { pointer: "#/sources/0", changes: { sources: ["upload"] } },
    { pointer: "#/sources/1", changes: { sources: ["sample", "flickr"] } },
    { pointer: "#/sourceOptions/s3-prefix", changes: { sources: ["s3-prefix"] } },
    { pointer: "#/sourceOptions/site", changes: { sourceOptions: { site: {} } } },
    { pointer: "#/urls", changes: { sources: ["site"] } },
    { pointer: "#/sources", changes: { sources: ["site", "web-page"], urls: [PAGE] } },
    { pointer: "#/keywords", changes: { sources: ["site"], urls: [PAGE], keywords: ["a", "b"] } },
    { pointer: "#/start", changes: { start: "yes" } },
    { pointer: "#/datasetId", changes: { datasetId: "1" } },
  ])("refuses $changes and points at $pointer", async ({ pointer, changes }) => {
    const problem = await refusal(create(changes));
    expect(problem.status).toBe(422);
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(await pool()`select from crawl_jobs where owner_id = ${me.id}`).toHaveLength(0);
    expect(await pool()`select from datasets where owner_id = ${me.id}`).toHaveLength(0);
  });

  test("keeps the URLs of a list, one on a line", async () => {
    const urls = ["https://pictures.example/a.png", "https://pictures.example/b.png"];
    const jobId = await made({ sources: ["url-list"], urls });
    const [row] = await pool()`select list_key, dataset_id from crawl_jobs where id = ${jobId}`;
    expect(row?.list_key).toMatch(`datasets/${row?.dataset_id}/lists/`);
    const chunks = [];
    for await (const chunk of await storage().get(row?.list_key)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(`${urls.join("\n")}\n`);
  });

  test("refuses what can never be collected, and says why and where a key would go", async () => {
    const refused = async (sources: string[]) => (await refusal(create({ sources }))).detail;
    expect(await refused(["pexels"])).toMatch(/^Pexels cannot be used\. Its terms forbid/);
    const detail = await refused(["flickr"]);
    expect(detail).toContain("PUT /api/v1/sources/flickr/key");
    expect(detail).toContain("FLICKR_API_KEY");
  });

  test("with expansions searches them in a tier of their own, under their keyword's label", async () => {
    const keywords = [{ keyword: "dog", label: "pet" }];
    const expandKeywords = { strategies: ["variants", "view"], perKeyword: 4 };
    const job = await run(op.createJob, { ...GOOD, keywords, expandKeywords } as never, me);
    const further = job.keywords.slice(1);
    expect(further).toHaveLength(4);
    for (const each of further)
      expect(each).toMatchObject({
        label: "pet",
        expansionOf: "dog",
        strategy: expect.any(String),
      });
    const tiers = await pool()`select keyword, tier from job_chunks where crawl_job_id = ${job.id}`;
    expect(tiers.filter(({ tier }) => tier === 0).map(({ keyword }) => keyword)).toEqual(["dog"]);
    expect(tiers.filter(({ tier }) => tier === 1)).toHaveLength(4);
    const chosen = [{ keyword: "beagle", label: "pet", expansionOf: "dog", strategy: "hyponyms" }];
    const plain = await run(op.createJob, { ...GOOD, keywords: chosen } as never, me);
    const [lane] = (await run(op.listJobChunks, { jobId: plain.id }, me)).items;
    expect(lane).toMatchObject({ expansionOf: "dog", strategy: "hyponyms" });
    expect(
      await pool()`select from job_chunks where crawl_job_id = ${plain.id} and tier = 0`,
    ).toHaveLength(1);
  });

  test("plans no more than 5,000 searches", async () => {
    const keywords = Array.from({ length: 50 }, (_, i) => ({ keyword: `dog ${i}`, label: "dog" }));
    const expandKeywords = {
      strategies: ["view", "lighting", "season", "background"],
      perKeyword: 20,
    };
    const sources = ["sample", "openverse", "wikimedia-commons", "inaturalist", "gbif", "nasa"];
    const all = [...sources, "met-museum", "art-institute-chicago", "library-of-congress"];
    const problem = await refusal(create({ keywords, expandKeywords, sources: all, start: false }));
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer: "#/keywords" }] });
    expect(await pool()`select from datasets where owner_id = ${me.id}`).toHaveLength(0);
  });

  test("keeps the project's reason for not respecting opt-outs as it was then", async () => {
    const reason = "We have the written consent of every publisher.";
    const { datasetId } = await estateOf(me.id);
    await pool()`update projects set opt_out_override = ${JSON.stringify({ reason, setAt: "2026-01-01T00:00:00Z" })}::jsonb
      where owner_id = ${me.id}`;
    expect(await run(op.createJob, { ...GOOD, datasetId } as never, me)).toMatchObject({
      optOutOverride: reason,
    });
  });

  test("that fails half-way leaves neither dataset nor job nor work", async () => {
    expect(await refusal(create({ datasetId: crypto.randomUUID() }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(create({ projectId: crypto.randomUUID() }))).toMatchObject({
      status: 404,
    });
    for (const table of ["crawl_jobs", "datasets", "projects"])
      expect(await pool()`select from ${pool()(table)} where owner_id = ${me.id}`).toHaveLength(0);
  });
});

describe("an upstream configuration file", () => {
  const FILE = {
    dataset_name: "Pets",
    categories: { cat: ["tabby"], dog: ["beagle", "poodle"] },
    options: { max_images: 5, sources: ["sample"] },
  };
  const post = (body: object, headers: Record<string, string> = {}) =>
    call("POST", "/jobs", { ...me, body, headers });

  test("is a job", async () => {
    const response = await post(FILE);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      name: "Pets",
      datasetName: "Pets",
      maxImages: 15,
      sources: ["sample"],
      keywords: [
        { keyword: "tabby", label: "cat" },
        { keyword: "beagle", label: "dog" },
        { keyword: "poodle", label: "dog" },
      ],
    });
  });

  test("sent twice with the same key is one job, and another file a conflict", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const first = await (await post(FILE, headers)).json();
    const again = await post(FILE, headers);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.json()).toEqual(first);
    const other = post({ ...FILE, dataset_name: "Others" }, headers);
    expect((await refusal(other)).status).toBe(409);
    expect(await pool()`select from crawl_jobs where owner_id = ${me.id}`).toHaveLength(1);
  });

  test.each([
    { pointer: "#/categories/cat", changes: { categories: { cat: [] } } },
    { pointer: "#/options/max_images", changes: { options: { max_images: "many" } } },
    { pointer: "#/options/sources/0", changes: { options: { sources: ["altavista"] } } },
  ])("that is wrong is told so in its own names: $pointer", async ({ pointer, changes }) => {
    const problem = await refusal(post({ ...FILE, ...changes }));
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer }] });
  });
});

const ACTIONS = {
  start: op.startJob,
  pause: op.pauseJob,
  resume: op.resumeJob,
  cancel: op.cancelJob,
  retry: op.retryJob,
} as const satisfies Record<JobAction, unknown>;
const moves = Object.entries(ACTIONS).flatMap(([action, operation]) =>
  JOB_STATUSES.map((status) => ({ action: action as JobAction, status, operation })),
);

describe("the states of a job", () => {
  test.each(moves)(
    "$action of a $status job is done or a conflict, as the table says",
    async (move) => {
      const { action, status, operation } = move;
      const { jobId } = await estateOf(me.id);
      await setStatus(jobId, status);
      const response = await send(operation, { jobId }, me);
      const { from, to } = TRANSITIONS[action];
      const isPossible = from.includes(status);
      if (!isPossible)
        expect(await refusal(response)).toMatchObject({
          status: 409,
          code: "conflict",
          detail: `A ${status} job cannot ${action}.`,
        });
      const after = await run(op.getJob, { jobId }, me);
      expect(after.status).toBe(isPossible ? to : status);
      const { items } = await run(op.listJobLogs, { jobId }, me);
      expect(items).toHaveLength(isPossible ? 2 : 1);
    },
  );

  test("of simultaneous actions one wins", async () => {
    const jobId = await made();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => send(op.startJob, { jobId }, me)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 409, 409, 409, 409, 409]);
  });

  test("a finished job has an end, and none while it runs again", async () => {
    const { jobId } = await estateOf(me.id);
    await run(op.startJob, { jobId }, me);
    expect((await run(op.cancelJob, { jobId }, me)).finishedAt).not.toBeNull();
    expect((await run(op.retryJob, { jobId }, me)).finishedAt).toBeNull();
    expect(await lanesOf(jobId)).toBe(1);
  });

  test("a job that is resumed goes on at once, although its lane was to look again later", async () => {
    const { id: jobId } = await run(op.createJob, GOOD as never, me);
    await pool()`update pgboss.job set start_after = now() + interval '25 seconds'
      where name = 'ingest' and data ->> 'crawlJobId' = ${jobId}`;
    await run(op.pauseJob, { jobId }, me);
    await run(op.resumeJob, { jobId }, me);
    const due = await pool()`select from pgboss.job
      where name = 'ingest' and data ->> 'crawlJobId' = ${jobId} and start_after <= now()`;
    expect(due).toHaveLength(1);
    expect(await lanesOf(jobId)).toBe(1);
  });

  test("retry runs the failed candidates again, or those with the outcomes named, never accepted ones", async () => {
    const { jobId } = await estateOf(me.id);
    await setStatus(jobId, "completed");
    await run(op.retryJob, { jobId }, me);
    const waiting = await run(op.listJobCandidates, { jobId, outcome: "waiting" }, me);
    expect(waiting.items).toHaveLength(1);
    const accepted = await run(op.listJobCandidates, { jobId, outcome: "accepted" }, me);
    expect(accepted.items).toHaveLength(1);
    await setStatus(jobId, "completed");
    for (const outcomes of [[], ["accepted"], ["bored"]])
      expect(await refusal(send(op.retryJob, { jobId, outcomes }, me))).toMatchObject({
        status: 422,
      });
  });

  test("retry by cause runs those alone: what waited is left, and no search begins again", async () => {
    const { jobId } = await estateOf(me.id);
    const [chunk] = await pool()`update job_chunks set status = 'failed', error = 'down'
      where crawl_job_id = ${jobId} returning id`;
    await pool()`insert into candidates (id, owner_id, crawl_job_id, chunk_id, host, url, url_hash, label)
      values (${crypto.randomUUID()}, ${me.id}, ${jobId}, ${chunk?.id}, 'h', 'https://a.example/c', 'c', 'cat')`;
    await setStatus(jobId, "cancelled");
    await run(op.retryJob, { jobId, outcomes: ["timeout"] }, me);
    const listed = await run(op.listJobCandidates, { jobId }, me);
    expect(listed.items.map(({ outcome }) => outcome).sort()).toEqual([
      "accepted",
      "limit-reached",
      null,
    ]);
    expect(await run(op.getJob, { jobId }, me)).toMatchObject({
      status: "running",
      failedChunks: 1,
    });
    await setStatus(jobId, "cancelled");
    await run(op.retryJob, { jobId }, me);
    expect(await run(op.getJob, { jobId }, me)).toMatchObject({
      failedChunks: 0,
      outcomes: { accepted: 1 },
    });
    const [row] = await pool()`select is_retry_only from crawl_jobs where id = ${jobId}`;
    expect(row?.is_retry_only).toBe(false);
  });

  test("retry of outcomes that nothing ended with, or of a met target's rest, is a conflict", async () => {
    const { jobId } = await estateOf(me.id);
    await setStatus(jobId, "completed");
    const retry = (outcomes: string[]) => send(op.retryJob, { jobId, outcomes }, me);
    expect(await refusal(retry(["dns"]))).toMatchObject({ status: 409 });
    await pool()`update crawl_jobs set max_images = 1 where id = ${jobId}`;
    await pool()`update candidates set outcome = 'limit-reached' where outcome = 'timeout' and crawl_job_id = ${jobId}`;
    expect(await refusal(retry(["limit-reached"]))).toMatchObject({ status: 409 });
    expect(await run(op.getJob, { jobId }, me)).toMatchObject({ status: "completed" });
    await pool()`update crawl_jobs set max_images = 9 where id = ${jobId}`;
    expect((await retry(["limit-reached"])).status).toBe(200);
  });

  test("retry of a job with nothing to run again is a conflict, and changes nothing", async () => {
    const { jobId } = await estateOf(me.id);
    await setStatus(jobId, "completed");
    await pool()`update job_chunks set status = 'completed' where crawl_job_id = ${jobId}`;
    await pool()`update candidates set outcome = 'accepted' where crawl_job_id = ${jobId}`;
    expect(await refusal(send(op.retryJob, { jobId }, me))).toMatchObject({ status: 409 });
    expect(await run(op.getJob, { jobId }, me)).toMatchObject({ status: "completed" });
  });
});

describe("what a job tells", () => {
  test("progress, chunks, candidates and log agree with each other", async () => {
    const { jobId, imageId } = await estateOf(me.id);
    const progress = await run(op.getJobProgress, { jobId }, me);
    expect(progress).toMatchObject({ found: 2, accepted: 1, waiting: 0, outcomes: { timeout: 1 } });
    const chunks = await run(op.listJobChunks, { jobId }, me);
    expect(chunks.items).toEqual(progress.lanes);
    const candidates = await run(op.listJobCandidates, { jobId }, me);
    expect(candidates.items.map((candidate) => [candidate.outcome, candidate.imageId])).toEqual([
      ["accepted", imageId],
      ["timeout", null],
    ]);
    const timeouts = await run(op.listJobCandidates, { jobId, outcome: "timeout" }, me);
    expect(timeouts.items).toEqual(candidates.items.slice(1));
    const log = await run(op.listJobLogs, { jobId }, me);
    expect(log.items).toMatchObject([{ level: "info", message: "Created." }]);
  });

  test("a crawl that came up short tells what was lost where, and what would help", async () => {
    const { jobId } = await estateOf(me.id);
    await setStatus(jobId, "completed");
    const progress = await run(op.getJobProgress, { jobId }, me);
    expect(progress.labels).toEqual([{ label: "cat", accepted: 1, goal: 10 }]);
    expect(progress.advice).toContainEqual({
      kind: "retry",
      text: "1 picture timed out: try it again.",
      outcomes: ["timeout"],
    });
    const report = await (await call("GET", `/jobs/${jobId}/report`, me)).text();
    expect(report).toContain("## What would help");
    expect(report).toContain("- 1 picture timed out: try it again.");
    expect(report).toContain("| sample | 2 | 1 | timed out (1) | – |");
    await setStatus(jobId, "running");
    expect((await run(op.getJobProgress, { jobId }, me)).advice).toEqual([]);
  });

  test("the report is Markdown in which texts of people and of the web are only text", async () => {
    const evil = "<img src=x onerror=alert(1)> | [a](javascript:b) `c` *d*\n# e";
    const jobId = await made({ name: evil, keywords: [{ keyword: evil, label: "x|y" }] });
    const error = "boom | <script>\n\n# heading";
    await pool()`update crawl_jobs set shortfall = ${error}, error = ${error} where id = ${jobId}`;
    await pool()`update job_chunks set error = ${error}, status = 'failed' where crawl_job_id = ${jobId}`;
    const response = await call("GET", `/jobs/${jobId}/report`, me);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const lines = (await response.text()).split("\n");
    const headings = lines.filter((line) => line.startsWith("#"));
    expect(headings).toHaveLength(7);
    const bare = lines.join("\n").replace(/\\./g, "");
    expect(bare).not.toMatch(/[<>`[\]*]/);
    const columns = (line: string) => line.replace(/\\./g, "").split("|").length;
    const chunkTable = lines.slice(lines.indexOf("## By keyword and source") + 2).filter(Boolean);
    expect(chunkTable.map(columns)).toEqual([10, 10, 10]);
  });
});

describe("the events of a job", () => {
  /** Reads events until one of that name came. */
  function reader(response: Response) {
    const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return {
      async until(name: string): Promise<{ value: unknown; id: string | undefined }> {
        for (;;) {
          const found = new RegExp(`(?:id: (\\d+)\\n)?event: ${name}\\ndata: (.*)\\n\\n`).exec(
            text,
          );
          if (found) {
            text = text.slice(found.index + found[0].length);
            return { value: JSON.parse(found[2] ?? "null"), id: found[1] };
          }
          const step = await stream?.read();
          if (!step || step.done) throw new Error(`the stream ended before ${name}: ${text}`);
          text += step.value;
        }
      },
      async ends(): Promise<boolean> {
        for (;;) if ((await stream?.read())?.done !== false) return true;
      },
      text: () => text,
    };
  }
  const open = (jobId: string, headers: Record<string, string> = {}) => {
    const closing = new AbortController();
    const options = { ...me, headers, signal: closing.signal };
    return { closing, response: call("GET", `/jobs/${jobId}/events`, options) };
  };

  test("start with progress, pictures and status, tell of changes, and end when the reader leaves", async () => {
    const { jobId, imageId } = await estateOf(me.id);
    const { closing, response } = open(jobId);
    const { headers } = await response;
    expect(headers.get("content-type")).toContain("text/event-stream");
    expect(headers.get("cache-control")).toContain("no-");
    const events = reader(await response);
    expect((await events.until("progress")).value).toMatchObject({ found: 2, accepted: 1 });
    expect((await events.until("image")).value).toMatchObject({ id: imageId });
    expect((await events.until("status")).value).toEqual({ status: "pending" });
    await run(op.cancelJob, { jobId }, me);
    expect((await events.until("status")).value).toEqual({ status: "cancelled" });
    closing.abort();
    expect(await events.ends()).toBe(true);
  });

  test("go on after the picture that was seen last", async () => {
    const { jobId, datasetId } = await estateOf(me.id);
    const first = open(jobId);
    const { id } = await reader(await first.response).until("image");
    first.closing.abort();
    const next = await addImage({ ownerId: me.id, datasetId, crawlJobId: jobId });
    const again = open(jobId, { "last-event-id": id ?? "" });
    const { value } = await reader(await again.response).until("image");
    again.closing.abort();
    expect(value).toMatchObject({ id: next.id });
  });
});
