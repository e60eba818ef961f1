import { z } from "zod";
import { isDatabaseAway } from "@/lib/db/client";
import { AppError, ERROR_CODES, type ErrorCode, statusOf, titleOf } from "@/lib/errors";
import { logger } from "@/lib/logger";

/** RFC 9457. `errors` comes with validation-failed. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]),
    requestId: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: "Problem", description: "What went wrong (RFC 9457)." });
export type Problem = z.infer<typeof Problem>;

/** Unknown errors are logged with their cause and answered with one fixed sentence, which nobody reads once `signal` is aborted. */
export function toAppError(
  error: unknown,
  { signal, ...where }: { operation: string; signal?: AbortSignal },
): AppError {
  if (error instanceof AppError && error.code !== "internal") return error;
  if (isDatabaseAway(error)) {
    logger().warn({ error, ...where }, "the database is out of reach");
    return new AppError("unavailable", "The database is out of reach. Nothing was changed.", {
      retryAfter: 5,
    });
  }
  if (signal?.aborted) logger().info({ error, ...where }, "the caller broke off");
  else logger().error({ error, ...where }, "unexpected error");
  return new AppError(
    "internal",
    "Something went wrong on our side. The request id finds it in the log.",
  );
}

export const toProblem = (error: AppError, requestId: string, instance?: string): Problem => ({
  ...error.details,
  type: `/problems/${error.code}`,
  title: titleOf(error.code),
  status: statusOf(error.code),
  detail: error.message,
  ...(instance !== undefined && { instance }),
  code: error.code,
  requestId,
});

export const problemResponse = (problem: Problem, headers: Headers): Response => {
  headers.set("content-type", "application/problem+json");
  headers.set("cache-control", "no-store");
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
};
