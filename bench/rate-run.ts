import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { env } from "@/lib/env";
import { runBareLoop } from "./bare-loop";
import { measureHamming } from "./hamming";
import type { LoopbackSite, UrlKind } from "./loopback-site";
import { watchMemory } from "./memory";
import { cpuSeconds } from "./process-tree";
import { runCrawl, signUp } from "./product";
import { megabytes, print, printTable } from "./results";
import { settings } from "./settings";

/** With faults, every tenth address leads to something else than a new picture. */
const FAULTS: readonly UrlKind[] = ["missing", "truncated", "page", "copy"];
const HASHES = [10_000, 100_000];

interface Side {
  readonly imagesPerSecond: number;
  /** Processor time of every process that takes part but the site. 0 where there is no /proc. */
  readonly cpuMsPerImage: number;
}

const kindOf = (index: number): UrlKind =>
  settings.isClean || index % 10 > 0 ? "picture" : (FAULTS[(index / 10) % FAULTS.length] ?? "copy");

/** Bare loop and pipeline in turns over the same addresses: what the machine does beside them strikes both. */
export async function runRate(site: LoopbackSite, scratch: string) {
  const ctx = await signUp();
  const urls = Array.from({ length: settings.count }, (_, i) => site.url(i, kindOf(i)));
  const { CRAWL_CONCURRENCY, CRAWL_PER_HOST_CONCURRENCY, CRAWL_DECODERS, DATA_DIR } = env();
  const limits = { concurrency: CRAWL_CONCURRENCY, perHost: CRAWL_PER_HOST_CONCURRENCY };
  const decoders = CRAWL_DECODERS || availableParallelism();
  print(
    `${urls.length} addresses on ${site.hosts.length} hosts, ${limits.perHost} at once on each,`,
  );
  print(`${limits.concurrency} at once in all; ${decoders} decoders.\n`);

  const postmaster = Number.parseInt(
    readFileSync(join(DATA_DIR, "postgres/postmaster.pid"), "utf8"),
  );
  const cpu = () => cpuSeconds(process.pid, site.pid) + cpuSeconds(postmaster);
  const measured = async (run: () => Promise<number>): Promise<Side> => {
    const before = cpu();
    const parts = () => { const own = process.cpuUsage(); const pg = cpuSeconds(postmaster) * 1000; const all = cpu() * 1000; return { main: (own.user + own.system) / 1000, pg, dec: all - pg - (own.user + own.system) / 1000 }; };
    const p0 = parts();
    const seconds = await run();
    const p1 = parts();
    print(`  main ${((p1.main - p0.main) / urls.length).toFixed(1)} pg ${((p1.pg - p0.pg) / urls.length).toFixed(1)} children ${((p1.dec - p0.dec) / urls.length).toFixed(1)}`);
    const cpuMsPerImage = ((cpu() - before) * 1000) / urls.length;
    return { imagesPerSecond: urls.length / seconds, cpuMsPerImage };
  };

  const memory = watchMemory(site.pid);
  const rounds = [];
  for (let round = 1; round <= settings.rounds; round++) {
    const folder = join(scratch, `bare-${round}`);
    const bare = await measured(() => runBareLoop(urls, { folder, ...limits }));
    await rm(folder, { recursive: true });
    let outcomes = {};
    const pipeline = await measured(async () => {
      const run = await runCrawl(ctx, urls);
      outcomes = run.job.outcomes;
      return run.seconds;
    });
    const ratio = pipeline.imagesPerSecond / bare.imagesPerSecond;
    rounds.push({ bare, pipeline, ratio, outcomes });
  }
  const used = memory.stop();
  printTable(
    rounds.map(({ bare, pipeline, ratio, outcomes }, i) => ({
      round: i + 1,
      "bare images/s": bare.imagesPerSecond.toFixed(1),
      "pipeline images/s": pipeline.imagesPerSecond.toFixed(1),
      ratio: ratio.toFixed(2),
      "bare CPU ms": bare.cpuMsPerImage.toFixed(1),
      "pipeline CPU ms": pipeline.cpuMsPerImage.toFixed(1),
      outcomes: JSON.stringify(outcomes),
    })),
  );
  const ratios = rounds.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const medianRatio = ratios[ratios.length >> 1] ?? 0;
  print(`Median ratio: ${medianRatio.toFixed(2)} (at least 0.70 is asked for).`);
  print(
    `Memory: ${megabytes(used.startBytes)} at the start, ${megabytes(used.peakBytes)} at most; ` +
      `${megabytes(used.peakWithDecodersBytes)} with the decoders.\n`,
  );
  if (process.env.NOHAM) return {};

  const lookups = HASHES.map(measureHamming);
  printTable(
    lookups.map(({ hashes, ...times }) => ({
      hashes,
      ...Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, ms.toFixed(3)])),
    })),
  );
  return {
    kind: "rate",
    ...settings,
    ...limits,
    decoders,
    rounds,
    medianRatio,
    memory: used,
    lookups,
  };
}
