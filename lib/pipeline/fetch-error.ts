import type { Failed, Skipped } from "@/lib/domain/outcome";

interface FetchErrorOptions {
  readonly httpStatus?: number;
  /** How long the server asked us to stay away. */
  readonly retryAfterSeconds?: number;
  readonly isRetryable?: boolean;
  readonly cause?: unknown;
}

/**
 * Next.js evaluates this class once for each of its module graphs, but a process has one network that all of them use:
 * an error that was made in another graph is known by this mark.
 */
const MARK = Symbol.for("pixcrawler.FetchError");

/** Why bytes could not be had, as an outcome of the closed lists. Whether to try again is decided here, by class. */
export class FetchError extends Error {
  override name = "FetchError";
  readonly [MARK] = true;
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
  static override [Symbol.hasInstance](value: unknown): value is FetchError {
    return typeof value === "object" && value !== null && MARK in value;
  }
}
