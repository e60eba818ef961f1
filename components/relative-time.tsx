"use client";
import { useSyncExternalStore } from "react";
import { formatRelative } from "./format";

const TICK_MS = 30_000;
const EXACT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for every time on the page. */
function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= startClock();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function startClock() {
  nowMs = Date.now();
  return setInterval(() => {
    nowMs = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
}

/** "5 minutes ago", with the exact time on hover. `at` is ISO 8601. */
export function RelativeTime({ at, className }: { at: string; className?: string | undefined }) {
  const now = useSyncExternalStore<number | null>(
    subscribe,
    () => nowMs,
    () => null,
  );
  const time = Date.parse(at);
  return (
    // The server's clock and time zone are not the reader's: the exact time waits for the browser.
    <time
      dateTime={at}
      title={now === null ? undefined : EXACT.format(time)}
      className={className}
      suppressHydrationWarning
    >
      {formatRelative(time, now ?? Date.now())}
    </time>
  );
}
