import type { LoopbackSite } from "./loopback-site";
import { watchMemory } from "./memory";
import { runCrawl, signUp } from "./product";
import { megabytes, print } from "./results";
import { settings } from "./settings";

/** The most that a crawl's list may hold. */
const CANDIDATES = 10_000;

/**
 * Candidates of at least 200 kB each through the pipeline: files that all differ, so all of them are
 * fetched and decoded, though most show a picture that was there before.
 */
export async function runMemory(site: LoopbackSite) {
  const ctx = await signUp();
  const urls = Array.from({ length: CANDIDATES }, (_, i) => site.url(i, "copy"));
  const memory = watchMemory(site.pid);
  const { job, seconds } = await runCrawl(ctx, urls);
  const used = memory.stop();
  print(`${CANDIDATES} candidates in ${Math.round(seconds)} s: ${JSON.stringify(job.outcomes)}`);
  print(
    `Memory: ${megabytes(used.startBytes)} at the start, ${megabytes(used.peakBytes)} at most: ` +
      `${megabytes(used.peakBytes - used.startBytes)} more (at most 500 MB are asked for); ` +
      `${megabytes(used.peakWithDecodersBytes)} with the decoders.`,
  );
  return { kind: "memory", ...settings, candidates: CANDIDATES, seconds, memory: used };
}
