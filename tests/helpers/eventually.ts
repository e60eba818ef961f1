import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 50;

export interface Patience {
  timeoutMs?: number;
  /** Errors of a look that only mean "not yet", as while the test itself takes the database away. */
  forgives?: (error: unknown) => boolean;
}

/** Looks again and again until the answer is truthy, and answers it; fails with `what` when the time is over. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  { timeoutMs = 30_000, forgives = () => false }: Patience = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await Promise.resolve()
      .then(look)
      .catch((error) => {
        if (!forgives(error)) throw error;
      });
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${timeoutMs} ms: ${what}`);
    await sleep(LOOK_MS);
  }
}
