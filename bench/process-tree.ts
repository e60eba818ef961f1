import { readFileSync } from "node:fs";

/** Linux counts processor time in hundredths of a second (USER_HZ), memory in pages of 4 KiB on most machines. */
const TICK_SECONDS = 0.01;
const PAGE_BYTES = 4096;

/** The children of a process; empty where there is no /proc. */
export function childrenOf(pid: number): number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`).trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

/** 0 for a process that has ended. */
export const residentBytes = (pid: number): number =>
  Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0) * PAGE_BYTES;

/** Processor time of a process with all its children, those that have ended too; `without` names one that does not count. */
export function cpuSeconds(pid: number, without?: number): number {
  // Behind the name in brackets: state is field 3 of proc(5), utime, stime, cutime and cstime are 14 to 17.
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /, "")
    .split(" ");
  const own = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_SECONDS;
  const living = childrenOf(pid).filter((child) => child !== without);
  return living.reduce((sum, child) => sum + cpuSeconds(child), own);
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
