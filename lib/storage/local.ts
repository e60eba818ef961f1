import { open, opendir, rm, stat, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "@/lib/errors";
import { checkedKey, checkedPrefix } from "./keys";
import { diskFailure, isMissing, throwDiskFailure } from "./local-failure";
import { temporaryFiles } from "./local-temporary";
import type { ByteRange, Storage, StoredObject } from "./storage";

/** Files under `root`, one per key. */
export function localStorage(root: string): Storage {
  const base = resolve(/* turbopackIgnore: true */ root);
  const temporary = temporaryFiles(join(base, ".tmp"));
  const pathOf = (key: string) => join(base, checkedKey(key));

  return {
    async put(key, body, { durable = true }) {
      try {
        await temporary.replace(pathOf(key), body, durable);
      } catch (error) {
        if (!(body instanceof Uint8Array)) body.destroy();
        throw diskFailure(error);
      }
    },
    get: async (key, range) => openFile(pathOf(key), range),
    head: async (key) => statFile(pathOf(key)),
    async delete(key) {
      await unlink(pathOf(key)).catch((error: unknown) => {
        if (!isMissing(error)) throwDiskFailure(error);
      });
    },
    async deletePrefix(prefix) {
      const path = join(base, checkedPrefix(prefix));
      // Retried because a file may be renamed into a folder between its emptying and its removal.
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(throwDiskFailure);
    },
    list: (prefix) => walk(base, prefix && checkedPrefix(prefix)),
    signedUrl: async () => null,
    sweepTemporary: () => temporary.sweep().catch(throwDiskFailure),
  };
}

async function openFile(path: string, range: ByteRange = { start: 0 }): Promise<Readable> {
  const handle = await open(path, "r").catch(throwUnreadable);
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw missing();
    const { start, end = start } = range;
    if (end < start || (start > 0 && start >= found.size))
      throw new AppError("range-not-satisfiable", `The file has ${found.size} bytes.`);
    return handle.createReadStream(range);
  } catch (error) {
    await handle.close();
    return throwUnreadable(error);
  }
}

async function statFile(path: string): Promise<StoredObject | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? { sizeBytes: found.size, modifiedAt: found.mtime } : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw diskFailure(error);
  }
}

/** A folder's slash takes part in the order, as in a list of whole keys. Holds one folder's names at a time per level. */
async function* walk(base: string, prefix: string): ReturnType<Storage["list"]> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(join(base, prefix)))
      if (!entry.name.startsWith("."))
        names.push(entry.isDirectory() ? `${entry.name}/` : entry.name);
  } catch (error) {
    if (!isMissing(error)) throw diskFailure(error);
  }
  for (const name of names.sort()) {
    const key = prefix + name;
    if (key.endsWith("/")) yield* walk(base, key);
    else {
      const found = await statFile(join(base, key));
      if (found) yield { key, ...found };
    }
  }
}

const missing = () => new AppError("not-found", "There is no such file.");

function throwUnreadable(error: unknown): never {
  throw isMissing(error) ? missing() : diskFailure(error);
}
