import { rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isErrno } from "./errno";

const HEARTBEAT_MS = 1000;
const STALE_MS = 10_000;
const WAIT_MS = 180_000;

/**
 * Runs `work` while no other process does. The holder touches the lock file every second, so the lock
 * of a killed process is free again after ten; process ids are not asked, as containers reuse them.
 */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + WAIT_MS;
  while (!(await acquire(path))) {
    if (performance.now() > deadline) throw new Error(`Another process keeps holding ${path}.`);
    await sleep(50);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
  const touchedAt = await stat(path).then(
    (file) => file.mtimeMs,
    () => Date.now(),
  );
  if (Math.abs(Date.now() - touchedAt) > STALE_MS) await rm(path, { force: true });
  return false;
}
