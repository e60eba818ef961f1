import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/jobs";
import { pool } from "@/lib/db/client";
import { JOB_STATUSES, type JobAction, TRANSITIONS } from "@/lib/domain/crawl-job";
import { person, refusal, run, send, withQueues } from "../../helpers/api";
import { estateOf } from "../../helpers/estate";

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
const lanesOf = async (id: string) =>
  (await pool()`select from pgboss.job where name = 'ingest' and data ->> 'crawlJobId' = ${id}`)
    .length;

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
