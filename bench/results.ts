import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { VERSION } from "@/lib/version";

const FOLDER = join(import.meta.dirname, "results");

export const print = (line: string): void => console.log(line);
export const printTable = (rows: readonly object[]): void => console.table(rows);

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** Into results/latest.json, with what one must know of the machine to compare. */
export function saveResults(results: object): void {
  const machine = {
    at: new Date().toISOString(),
    version: VERSION,
    node: process.version,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
  };
  mkdirSync(FOLDER, { recursive: true });
  const text = `${JSON.stringify({ ...machine, ...results }, null, 2)}\n`;
  writeFileSync(join(FOLDER, "latest.json"), text);
}
