import { type Quota, takeSourceCall } from "@/lib/db/source-calls";
import { passBreaker } from "@/lib/db/source-health";
import type { SourceErrorClass } from "@/lib/domain/source";
import { AppError, RetryAfterError } from "@/lib/errors";
import type { Source } from "@/lib/pipeline/sources/source";

/** Longer than this is not waited for: the other sources fill up meanwhile. */
const MAX_QUOTA_WAIT_SECONDS = 300;
const MAX_BREAKER_WAIT_SECONDS = 60;
/** How often those who wait for the probe look whether it went well. */
const PROBE_POLL_SECONDS = 10;

/** We did not even ask: no failure of the service. `retryAfter` says when asking makes sense. */
export class NoTurnError extends AppError {
  override name = "NoTurnError";
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof AppError && value.name === "NoTurnError";
  }
  constructor(errorClass: SourceErrorClass, message: string, retryAfter: number) {
    super("upstream-failed", message, {
      details: { errorClass },
      retryAfter: Math.ceil(retryAfter),
    });
  }
}

export interface Turns {
  /** Before each call. Throws RetryAfterError where waiting is worth it, else NoTurnError. */
  take(): Promise<void>;
  /** Whether anything was asked at all. */
  hasAsked(): boolean;
  /** Whether this page is the one that tries whether the service is back. */
  isProbe(): boolean;
}

const minutes = (seconds: number) => {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
};

/** The calls of one page: past the breaker once, within the quota each time. */
export function turnsOf({ kind, name }: Source, bucket: string, quota: Quota): Turns {
  let isProbe = false;
  let passing: Promise<void> | undefined;
  let calls = 0;

  async function pass(): Promise<void> {
    const admission = await passBreaker(kind);
    if (admission.isAdmitted) {
      isProbe = admission.isProbe;
      return;
    }
    const { openSeconds, lastError } = admission;
    if (openSeconds <= MAX_BREAKER_WAIT_SECONDS)
      throw new RetryAfterError(Math.min(openSeconds, PROBE_POLL_SECONDS), `${name} to recover`);
    throw new NoTurnError(
      "unreachable",
      `${name} failed too often just now and is left alone for ${minutes(openSeconds)}${lastError ? `: ${lastError}` : "."}`,
      openSeconds,
    );
  }

  return {
    async take() {
      passing ??= pass();
      await passing;
      const waitSeconds = await takeSourceCall(bucket, quota);
      if (waitSeconds > MAX_QUOTA_WAIT_SECONDS)
        throw new NoTurnError(
          "quota",
          `The quota of ${name} is used up; it frees in ${minutes(waitSeconds)}.`,
          waitSeconds,
        );
      if (waitSeconds > 0) throw new RetryAfterError(waitSeconds, `the quota of ${name}`);
      calls += 1;
    },
    hasAsked: () => calls > 0,
    isProbe: () => isProbe,
  };
}
