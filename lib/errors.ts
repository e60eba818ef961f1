/** Every problem the product can answer with: its code, HTTP status and title. The only such table. */
const PROBLEMS = {
  "malformed-request": { status: 400, title: "The request could not be read" },
  unauthenticated: { status: 401, title: "Sign in first" },
  "insufficient-credits": { status: 402, title: "Not enough credits" },
  forbidden: { status: 403, title: "Not permitted" },
  "not-found": { status: 404, title: "Not found" },
  conflict: { status: 409, title: "Not possible in this state" },
  gone: { status: 410, title: "No longer available" },
  "payload-too-large": { status: 413, title: "Too large" },
  "range-not-satisfiable": { status: 416, title: "Range not satisfiable" },
  "unsupported-media-type": { status: 415, title: "Unsupported media type" },
  "validation-failed": { status: 422, title: "The request is not valid" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "limit-exceeded": { status: 429, title: "Limit reached" },
  internal: { status: 500, title: "Something went wrong" },
  "upstream-failed": { status: 502, title: "A source did not answer as expected" },
  unavailable: { status: 503, title: "Not available right now" },
} as const;

export type ErrorCode = keyof typeof PROBLEMS;
export const ERROR_CODES = Object.keys(PROBLEMS) as ErrorCode[];
export const statusOf = (code: ErrorCode) => PROBLEMS[code].status;
export const titleOf = (code: ErrorCode) => PROBLEMS[code].title;
export const isErrorCode = (code: string): code is ErrorCode => code in PROBLEMS;

/**
 * Next.js evaluates this file once for each of its module graphs, but storage, network and decoders belong to the whole
 * process: an error that was made in another graph is known by its mark. A subclass needs a mark or a test of its own.
 */
const markOf = (name: string) => Symbol.for(`pixcrawler.${name}`);
const has = (value: unknown, mark: symbol): boolean =>
  typeof value === "object" && value !== null && mark in value;
const MARKS = {
  app: markOf("AppError"),
  final: markOf("NonRetryableError"),
  later: markOf("RetryAfterError"),
} as const;

/** A failure whose message is meant for the caller. Anything else that is thrown answers one fixed sentence. */
export class AppError extends Error {
  override name = "AppError";
  readonly [MARKS.app] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return has(value, MARKS.app);
  }
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter: number | undefined;
  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown; retryAfter?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }
}

/** Give up now: the same input will fail again. */
export class NonRetryableError extends Error {
  override name = "NonRetryableError";
  readonly [MARKS.final] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return has(value, MARKS.final);
  }
}

/** Not a failure: somebody asked us to come back later. */
export class RetryAfterError extends Error {
  override name = "RetryAfterError";
  readonly [MARKS.later] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return has(value, MARKS.later);
  }
  readonly seconds: number;
  constructor(seconds: number, reason = "asked to come back later") {
    super(`${reason} (${seconds} s)`);
    this.seconds = seconds;
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
