import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { isMissing } from "./local-failure";

const DAY_MS = 86_400_000;
const NAME = /^(?<host>.+)-(?<pid>\d+)-[0-9a-f-]{36}$/;

/** Writes through files in `folder`, whose names say which process is writing them. */
export function temporaryFiles(folder: string) {
  const writing = new Set<string>();

  /** Writes beside and renames: `target` is replaced at once or not at all. Creates folders that are missing. */
  async function replace(target: string, body: Readable | Uint8Array, isDurable: boolean) {
    const name = `${hostname()}-${process.pid}-${randomUUID()}`;
    const path = join(folder, name);
    writing.add(name);
    try {
      const file = await withFolder(path, () => open(path, "wx"));
      try {
        await file.writeFile(body);
        if (isDurable) await file.datasync();
      } finally {
        await file.close();
      }
      await withFolder(target, () => rename(path, target));
    } catch (error) {
      // The first failure is the one worth telling; the sweep removes what is left.
      await rm(path, { force: true }).catch(() => {});
      throw error;
    } finally {
      writing.delete(name);
    }
  }

  /**
   * A file is abandoned when its process is gone. Another machine's processes cannot be asked, and a
   * process id may have found a new owner: then when nothing was written to it for a day.
   */
  async function isAbandoned(name: string): Promise<boolean> {
    if (writing.has(name)) return false;
    const { host, pid } = NAME.exec(name)?.groups ?? {};
    if (host === hostname() && (Number(pid) === process.pid || !isAlive(Number(pid)))) return true;
    const found = await stat(join(folder, name)).catch(() => null);
    return found !== null && Date.now() - found.mtimeMs > DAY_MS;
  }

  /** Removes the abandoned files and answers how many. */
  async function sweep(): Promise<number> {
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    let removed = 0;
    for (const name of names) {
      if (!(await isAbandoned(name))) continue;
      await rm(join(folder, name), { force: true });
      removed += 1;
    }
    return removed;
  }

  return { replace, sweep };
}

/** Folders are made when the write finds them missing, so the usual write asks nothing beforehand. */
async function withFolder<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    return write();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
