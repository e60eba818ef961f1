import { sql } from "drizzle-orm";
import {
  fromDrizzle,
  type JobResult,
  PgBoss,
  type Queue as QueueConfig,
  type SendOptions,
} from "pg-boss";
import type { z } from "zod";
import { type Db, databaseUrl } from "@/lib/db/client";
import { env } from "@/lib/env";
import { messageOf, NonRetryableError, RetryAfterError } from "@/lib/errors";
import { logger, logScope } from "@/lib/logger";
import { processGlobal } from "@/lib/process-global";

export const boss = () =>
  processGlobal("pg-boss", () => {
    const instance = new PgBoss({
      connectionString: databaseUrl(),
      application_name: "pixcrawler-queue",
      max: 6,
      // Workers are woken when a job commits; where the pooler cannot listen, they still poll.
      useListenNotify: true,
      // The default of a minute would let a killed worker's jobs lie for that long.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      __test__enableSpies: env().NODE_ENV === "test",
    });
    instance.on("error", (error) => logger().error({ error }, "queue error"));
    return instance;
  });

/** Aborted when this process should end: long work hands back what it holds. */
export const shutdown = () => processGlobal("shutdown", () => new AbortController());

export interface QueueContext {
  readonly jobId: string;
  /** Aborted when the job is cancelled, expires, or this process shuts down. */
  readonly signal: AbortSignal;
  /** Nobody tries again when this attempt fails. */
  readonly isLastAttempt: boolean;
}
type EnqueueOptions = Pick<SendOptions, "startAfter" | "priority"> & {
  /**
   * Enqueue inside this transaction: the job appears when it commits, and not at all when it rolls back. One of the same
   * singleton key that waits already does not start before the commit.
   */
  tx?: Db;
};
export interface Queue<P extends object = object>
  extends Omit<QueueSpec<P>, "singletonKey" | "priority" | "isPatient"> {
  enqueue(payload: P, options?: EnqueueOptions): Promise<string | null>;
  /** Lets a job of the same singleton key that is queued for later start now, where there is one. */
  hasten(payload: P, options: { tx: Db }): Promise<void>;
  /** Runs again after so many seconds. */
  enqueueLater(payload: P, seconds: number): Promise<void>;
  /**
   * Many at once, in one statement; what the queue's policy forbids is left out. Lists take turns: the first of one goes
   * before the second of another that was there earlier.
   */
  enqueueAll(payloads: readonly P[]): Promise<void>;
}
interface QueueSpec<P extends object> {
  readonly name: string;
  readonly payload: z.ZodType<P, P>;
  readonly options: Omit<QueueConfig, "name">;
  /** How many run at once in one process. */
  readonly concurrency: number;
  /** What a queue's policy counts by. */
  readonly singletonKey?: (payload: P) => string;
  /** Higher goes first; 0 unless told. */
  readonly priority?: (payload: P) => number;
  /** Whoever asks to come back later is not called earlier because somebody else enqueued the same meanwhile. */
  readonly isPatient?: boolean;
}

/** A job that waits may start while another like it is sent, and the next one may too. */
const MAX_SENDS = 3;

/** A queue is a unit of retry and concurrency. Payloads carry ids and are parsed on enqueue and again on run. */
export function defineQueue<P extends object>(spec: QueueSpec<P>): Queue<P> {
  return {
    ...spec,
    async enqueue(payload, { tx, ...options } = {}) {
      const data = spec.payload.parse(payload);
      const singletonKey = spec.singletonKey?.(data);
      const on = tx && { db: fromDrizzle(tx, sql) };
      const job = {
        ...(spec.priority && { priority: spec.priority(data) }),
        ...options,
        ...(singletonKey !== undefined && { singletonKey }),
        ...on,
      };
      for (let attempt = 1; ; attempt++) {
        const id = await boss().send(spec.name, data, job);
        if (id !== null || !on || singletonKey === undefined || attempt === MAX_SENDS) return id;
        // One like it waits already. Held until the commit, it cannot start before what it is to see; else it has just started.
        const { updated } = await boss().update(spec.name, data, {
          singletonKey,
          match: "all",
          ...on,
        });
        if (updated > 0) return null;
      }
    },
    async hasten(payload, { tx }) {
      const parsed = spec.payload.parse(payload);
      const singletonKey = spec.singletonKey?.(parsed);
      if (singletonKey === undefined) return;
      const now = { singletonKey, startAfter: new Date(), db: fromDrizzle(tx, sql) };
      await boss().update(spec.name, parsed, now);
    },
    async enqueueLater(payload, seconds) {
      const startAfter = Math.ceil(seconds);
      const id = await this.enqueue(payload, { startAfter });
      const singletonKey = spec.singletonKey?.(payload);
      if (id === null && spec.isPatient && singletonKey !== undefined)
        await boss().update(spec.name, payload, { singletonKey, startAfter });
    },
    async enqueueAll(payloads) {
      if (payloads.length === 0) return;
      const jobs = payloads.map((payload, at) => {
        const data = spec.payload.parse(payload);
        return {
          data,
          priority: -at,
          ...(spec.singletonKey && { singletonKey: spec.singletonKey(data) }),
        };
      });
      await boss().insert(spec.name, jobs);
    },
  };
}

/** A queue with what does its work; kept apart, so that who only enqueues does not load the work's code. */
export interface Worker {
  readonly queue: Pick<Queue, "name" | "options" | "concurrency">;
  settle(raw: unknown, ctx: QueueContext): Promise<JobResult>;
}

export function worker<P extends object>(
  queue: Queue<P>,
  run: (payload: P, ctx: QueueContext) => Promise<void>,
): Worker {
  async function settle(raw: unknown, ctx: QueueContext): Promise<JobResult> {
    const id = ctx.jobId;
    const startedAt = performance.now();
    const line = (outcome: string) => ({
      queue: queue.name,
      job: id,
      outcome,
      ms: Math.round(performance.now() - startedAt),
    });
    const parsed = queue.payload.safeParse(raw);
    if (!parsed.success) {
      logger().error({ ...line("invalid"), detail: parsed.error.message }, "queue job");
      return { id, status: "deadletter", output: { message: "The payload is not valid." } };
    }
    try {
      await run(parsed.data, ctx);
      logger().debug(line("completed"), "queue job");
      return { id, status: "completed" };
    } catch (error) {
      if (error instanceof RetryAfterError) {
        await queue.enqueueLater(parsed.data, error.seconds);
        logger().debug(line("rescheduled"), "queue job");
        return { id, status: "completed", output: { rescheduledSeconds: error.seconds } };
      }
      if (ctx.signal.aborted) {
        logger().info(line("interrupted"), "queue job");
        return { id, status: "failed", output: { message: "Interrupted; it runs again." } };
      }
      const isFinal = error instanceof NonRetryableError;
      logger().error({ ...line(isFinal ? "given up" : "failed"), error }, "queue job");
      const output = { message: messageOf(error).slice(0, 1000) };
      return { id, status: isFinal ? "deadletter" : "failed", output };
    }
  }
  return { queue, settle };
}

const deadLetterOf = (name: string) => `${name}.dead`;

/** Creates the queue, or brings an existing one up to date. Safe to run on every start, by several processes. */
async function ensureQueue(name: string, { policy, ...options }: Omit<QueueConfig, "name">) {
  const existing = await boss().getQueue(name);
  if (!existing) {
    await boss().createQueue(name, { ...options, ...(policy && { policy }) });
    return;
  }
  // pg-boss refuses to change a policy, and refuses an empty update.
  if (existing.policy !== (policy ?? "standard"))
    throw new Error(`Queue ${name} has policy ${existing.policy}; changing it needs a new name.`);
  if (Object.keys(options).length > 0) await boss().updateQueue(name, options);
}

export async function prepareQueue({ name, options }: Worker["queue"]): Promise<void> {
  await ensureQueue(deadLetterOf(name), {});
  await ensureQueue(name, { ...options, notify: true, deadLetter: deadLetterOf(name) });
}

export async function startWorker({ queue, settle }: Worker): Promise<void> {
  const heartbeat = queue.options.heartbeatSeconds ? { heartbeatRefreshSeconds: 2 } : {};
  const options = {
    ...heartbeat,
    localConcurrency: queue.concurrency,
    batchSize: 1,
    burstWhenBatchFull: true,
    perJobResults: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 0.5,
  } as const;
  await boss().work(queue.name, options, (jobs) =>
    Promise.all(
      jobs.map(({ id, data, signal, retryCount }) =>
        logScope.run({ requestId: id }, () =>
          settle(data, {
            jobId: id,
            signal: AbortSignal.any([signal, shutdown().signal]),
            isLastAttempt: retryCount >= (queue.options.retryLimit ?? 0),
          }),
        ),
      ),
    ),
  );
}
