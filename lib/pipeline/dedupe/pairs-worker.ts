/**
 * A worker thread of a search for pairs. Node runs this file as it is, so it and all it imports keep to erasable
 * TypeScript and to relative paths with extensions, and need no package.
 */
import { parentPort, workerData } from "node:worker_threads";
import { kernelOf, type PairScan, PICTURE_WORDS, scanPairs } from "./pair-scan.ts";

/** What the thread that started this one hands over; the memory of the arrays is shared. */
export interface PairsWork {
  readonly scan: PairScan;
  /** One number: the next place that no thread has taken. */
  readonly next: Int32Array;
}

/** What was found for a slice of the places asked about. */
export interface PairsReport {
  readonly from: number;
  readonly to: number;
  /** As of scanPairs. */
  readonly pairs: readonly number[];
}

/** Some tens of milliseconds among 100,000: short enough for the threads to end together. */
const SLICE = 128;

const { scan, next }: PairsWork = workerData;
const kernel = kernelOf(scan);
const places = scan.asked.length / PICTURE_WORDS;
for (let from = take(); from < places; from = take()) {
  const to = Math.min(places, from + SLICE);
  const report: PairsReport = { from, to, pairs: scanPairs(kernel, scan, from, to) };
  parentPort?.postMessage(report);
}

function take(): number {
  return Atomics.add(next, 0, SLICE);
}
