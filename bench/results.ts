import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { VERSION } from "@/lib/version";

const FOLDER = join(import.meta.dirname, "results");

export const print = (line: string): void => console.log(line);

/** Numbers with two places behind the point, or as they are when whole. */
export function printTable<T extends object>(rows: readonly T[]): void {
  const short = (value: unknown) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toFixed(2)) : value;
  const shorten = (row: T) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, short(value)]));
  console.table(rows.map(shorten));
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Into results/<name>.json, with what one must know of the machine to compare. */
export function saveResults(name: string, results: object): void {
  const machine = {
    at: new Date().toISOString(),
    version: VERSION,
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
  };
  mkdirSync(FOLDER, { recursive: true });
  const text = `${JSON.stringify({ ...machine, ...results }, null, 2)}\n`;
  writeFileSync(join(FOLDER, `${name}.json`), text);
}
