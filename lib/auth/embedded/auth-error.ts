/** A refusal in the words of the Supabase Auth API: `code` is one of the error codes its clients know. */
export class AuthError extends Error {
  override name = "AuthError";
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter: number | undefined;
  constructor(
    status: number,
    code: string,
    message: string,
    options: { details?: Record<string, unknown>; retryAfter?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = options.details ?? {};
    this.retryAfter = options.retryAfter;
  }
}

const VERSION_HEADER = "x-supabase-api-version";
const VERSION = "2024-01-01";

/** The answer in the caller's API version: before 2024-01-01 `code` was the HTTP status. */
export function errorResponse(error: AuthError, request: Headers): Response {
  const isCurrent = (request.get(VERSION_HEADER) ?? "") >= VERSION;
  const body = isCurrent
    ? { code: error.code, message: error.message }
    : { code: error.status, error_code: error.code, msg: error.message };
  return Response.json(
    { ...error.details, ...body },
    {
      status: error.status,
      headers: {
        ...(isCurrent && { [VERSION_HEADER]: VERSION }),
        ...(error.retryAfter && { "retry-after": String(error.retryAfter) }),
      },
    },
  );
}
