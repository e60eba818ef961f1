import type { Failed, Skipped } from "@/lib/domain/outcome";

interface FetchErrorOptions {
  readonly httpStatus?: number;
  /** How long the server asked us to stay away. */
  readonly retryAfterSeconds?: number;
  readonly isRetryable?: boolean;
  readonly cause?: unknown;
}

/** Why bytes could not be had, as an outcome of the closed lists. Whether to try again is decided here, by class. */
export class FetchError extends Error {
  override name = "FetchError";
  readonly outcome: Skipped | Failed;
  readonly httpStatus: number | null;
  readonly retryAfterSeconds: number | null;
  readonly isRetryable: boolean;
  constructor(outcome: Skipped | Failed, detail: string, options: FetchErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.outcome = outcome;
    this.httpStatus = options.httpStatus ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
    this.isRetryable = options.isRetryable ?? false;
  }
}
