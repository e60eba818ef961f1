import { childrenOf, residentBytes } from "./process-tree";

const SAMPLE_MS = 100;

export interface MemoryUse {
  readonly startBytes: number;
  readonly peakBytes: number;
  /** With the decoders, but without Postgres and the loopback site. Linux only: elsewhere as `peakBytes`. */
  readonly peakWithDecodersBytes: number;
}

/** Resident memory from now until `stop`, looked at ten times a second. */
export function watchMemory(sitePid: number): { stop(): MemoryUse } {
  const startBytes = process.memoryUsage.rss();
  let peakBytes = 0;
  let peakWithDecodersBytes = 0;
  const look = () => {
    const own = process.memoryUsage.rss();
    const decoders = childrenOf(process.pid).filter((pid) => pid !== sitePid);
    const children = decoders.reduce((sum, pid) => sum + residentBytes(pid), 0);
    peakBytes = Math.max(peakBytes, own);
    peakWithDecodersBytes = Math.max(peakWithDecodersBytes, own + children);
  };
  look();
  const timer = setInterval(look, SAMPLE_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return { startBytes, peakBytes, peakWithDecodersBytes };
    },
  };
}
