const holder = globalThis as { __pixcrawler?: Map<string, unknown> };
holder.__pixcrawler ??= new Map();
const store = holder.__pixcrawler;

/**
 * One instance per process. Module variables are not enough: Next.js evaluates instrumentation and
 * routes in separate module graphs, in `next start` too.
 */
export function processGlobal<T>(key: string, create: () => T): T {
  if (!store.has(key)) store.set(key, create());
  return store.get(key) as T;
}

/** Forgets an instance, so that the next use makes a new one. For shutdown and tests. */
export const forgetProcessGlobal = (key: string): boolean => store.delete(key);
