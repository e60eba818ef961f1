import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { type PairScan, PICTURE_WORDS } from "./pair-scan.ts";
import type { PairsReport, PairsWork } from "./pairs-worker.ts";

const ENTRY = "lib/pipeline/dedupe/pairs-worker.ts";
const MAX_THREADS = 8;

interface ThreadedScan {
  readonly projectRoot: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Numbers of pairs as of scanPairs, slice by slice in no order. */
  readonly onPairs: (numbers: readonly number[]) => void;
}

/** Scans all places in worker threads. Rejects when the signal ends it or a thread fails; then all of them are ended. */
export async function scanInThreads(
  scan: PairScan,
  { projectRoot, signal, onProgress, onPairs }: ThreadedScan,
): Promise<void> {
  const places = scan.asked.length / PICTURE_WORDS;
  const work: PairsWork = { scan, next: new Int32Array(new SharedArrayBuffer(4)) };
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const threads = Math.min(MAX_THREADS, availableParallelism());
  const workers = Array.from({ length: threads }, () => startThread(projectRoot, work));
  const abandon = () => reject(signal.reason);
  signal.addEventListener("abort", abandon, { once: true });
  let scanned = 0;
  for (const worker of workers) {
    worker.on("error", reject);
    worker.on("exit", (code) => {
      if (code !== 0) reject(new Error(`A search for pairs ended with ${code}`));
    });
    worker.on("message", ({ from, to, pairs }: PairsReport) => {
      onPairs(pairs);
      scanned += to - from;
      onProgress?.(shareDone(scan, scanned, places));
      if (scanned === places) resolve();
    });
  }
  try {
    if (signal.aborted) abandon();
    await promise;
  } finally {
    signal.removeEventListener("abort", abandon);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** A thread of the entry alone: it takes on neither the loaders nor the environment of this process. */
function startThread(projectRoot: string, workerData: PairsWork): Worker {
  const entry = path.join(/* turbopackIgnore: true */ projectRoot, ENTRY);
  // A plain `new Worker` the bundler would turn into one of an entry within its bundle, which is not there.
  return Reflect.construct(Worker, [entry, { workerData, execArgv: [], env: {} }]);
}

/** Among themselves the later pictures have fewer left to be compared with. */
function shareDone({ isWithin }: PairScan, scanned: number, places: number): number {
  const share = scanned / places;
  return isWithin ? 1 - (1 - share) ** 2 : share;
}
