import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/jobs";
import { pool } from "@/lib/db/client";
import { call, person, run, withQueues } from "../../helpers/api";
import { addImage, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});

const GOOD = { name: "Cats", keywords: ["cat"], sources: ["sample"] };
const made = async (changes: object = {}) =>
  (await run(op.createJob, { ...GOOD, start: false, ...changes } as never, me)).id;
const setStatus = (id: string, status: string) =>
  pool()`update crawl_jobs set status = ${status} where id = ${id}`;

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

  test("end when the reader leaves, although nobody else holds the request any more", async () => {
    const { jobId } = await estateOf(me.id);
    const { closing, response } = open(jobId);
    const events = reader(await response);
    await events.until("status");
    setFlagsFromString("--expose_gc");
    const collect: () => void = runInNewContext("gc");
    // What a weak reference was asked for stays until the turn is over.
    await nextTurn();
    collect();
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
