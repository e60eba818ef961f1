import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Context } from "@/lib/auth/context";
import { db } from "@/lib/db/client";
import { type CrawlJob, isFinished } from "@/lib/domain/crawl-job";
import { createJob, getJob } from "@/lib/services/jobs";

const POLL_MS = 250;
const DEADLINE_MS = 30 * 60_000;

/** A person as the services know one. */
export async function signUp(): Promise<Context> {
  const userId = randomUUID();
  await db().execute(
    sql`insert into auth.users (id, email) values (${userId}, ${`${userId}@example.org`})`,
  );
  const credential = { via: "bearer", expiresAt: null, scopes: new Set<never>() } as const;
  const actor = { kind: "user", userId, role: "user", email: null, ...credential } as const;
  return { actor, requestId: "bench", signal: new AbortController().signal };
}

export interface CrawlRun {
  readonly job: CrawlJob;
  /** From running to completed, by the database's clock. */
  readonly seconds: number;
}

/**
 * One crawl of these addresses into a dataset of its own, as a person would start it. They come as a
 * list: a search API's quota of calls a minute would be all that is measured.
 */
export async function runCrawl(ctx: Context, urls: readonly string[]): Promise<CrawlRun> {
  const { id: jobId } = await createJob(ctx, {
    name: `Benchmark ${randomUUID()}`,
    keywords: ["benchmark"],
    sources: ["url-list"],
    urls: [...urls],
    maxImages: urls.length,
    validationLevel: "basic",
    start: true,
  });
  const deadline = performance.now() + DEADLINE_MS;
  while (performance.now() < deadline) {
    const job = await getJob(ctx, { jobId });
    if (isFinished(job.status) && job.startedAt && job.finishedAt)
      return { job, seconds: (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000 };
    await sleep(POLL_MS);
  }
  throw new Error("The crawl did not end within half an hour.");
}
