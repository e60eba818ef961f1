import { AppError } from "@/lib/errors";
import { processGlobal } from "@/lib/process-global";

interface Line {
  active: number;
  readonly waiting: (() => void)[];
}
export interface LineLimits {
  /** How many of one person run at once, in this process. */
  readonly atOnce: number;
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
}

const tooMany = () =>
  new AppError("too-many-requests", "Too many at once; wait a moment.", { retryAfter: 2 });

/** Waits for this person's turn; throws too-many-requests when the line is full or does not move, or the signal's reason. */
async function enter(
  line: Line,
  { atOnce, maxWaiting, maxWaitMs }: LineLimits,
  asked: AbortSignal,
) {
  if (line.active < atOnce) {
    line.active += 1;
    return;
  }
  if (line.waiting.length >= maxWaiting) throw tooMany();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = (reason: unknown) => {
    const at = line.waiting.indexOf(resolve);
    if (at < 0) return;
    line.waiting.splice(at, 1);
    reject(reason);
  };
  const leave = () => giveUp(asked.reason);
  const timer = setTimeout(() => giveUp(tooMany()), maxWaitMs);
  asked.addEventListener("abort", leave, { once: true });
  line.waiting.push(resolve);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    asked.removeEventListener("abort", leave);
  }
}

/** Runs something when it is this person's turn in the named line. Who is served next takes over the place. */
export async function inLine<T>(
  name: string,
  { ownerId, signal }: { ownerId: string; signal: AbortSignal },
  limits: LineLimits,
  run: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const lines = processGlobal(`line of ${name}`, () => new Map<string, Line>());
  const line = lines.get(ownerId) ?? { active: 0, waiting: [] };
  lines.set(ownerId, line);
  await enter(line, limits, signal);
  try {
    return await run();
  } finally {
    const next = line.waiting.shift();
    if (next) next();
    else line.active -= 1;
    if (line.active === 0) lines.delete(ownerId);
  }
}
