import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  allowNegative: true,
  options: {
    photos: { type: "string" },
    clean: { type: "boolean", default: true },
    count: { type: "string", default: "600" },
    rounds: { type: "string", default: "3" },
    memory: { type: "boolean", default: false },
    hashes: { type: "boolean", default: false },
    copies: { type: "boolean", default: false },
  },
});

export const settings = {
  photos: values.photos,
  isClean: values.clean,
  count: Number(values.count),
  rounds: Number(values.rounds),
  isMemoryRun: values.memory,
  isHashesRun: values.hashes,
  isCopiesRun: values.copies,
};

/** A folder that Postgres's own user can enter, too, where we are root. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pixcrawler-bench-"));
  chmodSync(folder, 0o755);
  return folder;
}
