import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 50;

/** Looks again and again until the answer is truthy, and answers it; fails with `what` when the time is over. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(LOOK_MS);
  }
}
