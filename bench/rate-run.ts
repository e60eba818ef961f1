import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Context } from "@/lib/auth/context";
import type { OutcomeCounts } from "@/lib/domain/outcome";
import { env } from "@/lib/env";
import { runBareLoop } from "./bare-loop";
import { runHashes } from "./hashes";
import type { LoopbackSite, UrlKind } from "./loopback-site";
import { watchMemory } from "./memory";
import { cpuSeconds } from "./process-tree";
import { runCrawl, signUp } from "./product";
import { megabytes, print, printTable } from "./results";
import { settings } from "./settings";

/** With faults, every tenth address leads to something else than a new picture. */
const FAULTS: readonly UrlKind[] = ["missing", "truncated", "page", "copy"];

interface Side {
  readonly imagesPerSecond: number;
  /** Processor time of all processes but the site: of the pipeline, Postgres and the decoders as well. */
  readonly cpuMsPerImage: number;
}
interface Round {
  readonly bare: Side;
  readonly pipeline: Side;
  /** Of the images per second. */
  readonly ratio: number;
  readonly outcomes: OutcomeCounts;
}
interface Contest {
  readonly site: LoopbackSite;
  readonly urls: readonly string[];
  readonly ctx: Context;
  readonly limits: { readonly concurrency: number; readonly perHost: number };
}

function addressOf(site: LoopbackSite, index: number): string {
  const fault = index % 10 === 0 ? FAULTS[(index / 10) % FAULTS.length] : undefined;
  if (settings.isClean || !fault) return site.url(index, "picture");
  // A copy of the picture before.
  return site.url(fault === "copy" ? index - 1 : index, fault);
}

/** Bare loop and pipeline in turns over the same addresses: what the machine does beside them strikes both. */
export async function runRate(site: LoopbackSite, scratch: string) {
  const urls = Array.from({ length: settings.count }, (_, i) => addressOf(site, i));
  const { CRAWL_CONCURRENCY, CRAWL_PER_HOST_CONCURRENCY, CRAWL_DECODERS } = env();
  const limits = { concurrency: CRAWL_CONCURRENCY, perHost: CRAWL_PER_HOST_CONCURRENCY };
  const decoders = CRAWL_DECODERS || availableParallelism();
  print(
    `${urls.length} addresses on ${site.hosts.length} hosts; at once: ${limits.perHost} a host, ` +
      `${limits.concurrency} in all; ${decoders} decoders.`,
  );
  const contest = { site, urls, ctx: await signUp(), limits };
  const memory = watchMemory(site.pid);
  const rounds: Round[] = [];
  for (let round = 1; round <= settings.rounds; round++) {
    rounds.push(await runRound(contest, join(scratch, `bare-${round}`)));
    print(`Round ${round} of ${settings.rounds} is over.`);
  }
  const used = memory.stop();
  const medianRatio = median(rounds.map(({ ratio }) => ratio));
  printRounds(rounds);
  print(`Median ratio: ${medianRatio.toFixed(2)} (at least 0.70 is asked for).`);
  print(
    `Memory: ${megabytes(used.startBytes)} at the start, ${megabytes(used.peakBytes)} at most; ` +
      `${megabytes(used.peakWithDecodersBytes)} with the decoders.\n`,
  );
  return {
    kind: "rate",
    ...settings,
    ...limits,
    decoders,
    rounds,
    medianRatio,
    memory: used,
    ...(await runHashes()),
  };
}

async function runRound({ site, urls, ctx, limits }: Contest, folder: string): Promise<Round> {
  const postmaster = readFileSync(join(env().DATA_DIR, "postgres/postmaster.pid"), "utf8");
  const cpu = () => cpuSeconds(process.pid, site.pid) + cpuSeconds(Number.parseInt(postmaster, 10));
  const sideOf = (seconds: number, cpuBefore: number): Side => ({
    imagesPerSecond: urls.length / seconds,
    cpuMsPerImage: ((cpu() - cpuBefore) * 1000) / urls.length,
  });
  const beforeBare = cpu();
  const bare = sideOf(await runBareLoop(urls, { folder, ...limits }), beforeBare);
  await rm(folder, { recursive: true });
  const beforeCrawl = cpu();
  const { job, seconds } = await runCrawl(ctx, urls);
  const pipeline = sideOf(seconds, beforeCrawl);
  const ratio = pipeline.imagesPerSecond / bare.imagesPerSecond;
  return { bare, pipeline, ratio, outcomes: job.outcomes };
}

function printRounds(rounds: readonly Round[]): void {
  printTable(
    rounds.map(({ bare, pipeline, ratio, outcomes }) => ({
      "bare images/s": bare.imagesPerSecond,
      "pipeline images/s": pipeline.imagesPerSecond,
      ratio,
      "bare CPU ms": bare.cpuMsPerImage,
      "pipeline CPU ms": pipeline.cpuMsPerImage,
      accepted: outcomes.accepted ?? 0,
    })),
  );
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
