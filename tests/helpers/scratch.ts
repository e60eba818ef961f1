import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "@/lib/db/embedded/postmaster";

const PREFIX = "pixcrawler-test-";

/**
 * A new directory for this run, which the caller removes. Those of runs that were killed are removed on
 * the way: a Postgres that is left over there ends by itself within a minute of losing its directory.
 */
export function scratchDirectory(): string {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid && !isAlive(pid)) {
      try {
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
      } catch {
        // Another user's: theirs to remove.
      }
    }
  }
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // As root, Postgres runs as another user, who must be able to enter.
  chmodSync(directory, 0o755);
  return directory;
}
