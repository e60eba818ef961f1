import type { z } from "zod";
import { SourceErrorClass } from "@/lib/domain/source";
import { AppError } from "@/lib/errors";
import { FetchError } from "../fetch-error";

/** What a source throws when it can say why it gives nothing; the message is for the person who runs the crawl. */
export const sourceError = (
  errorClass: SourceErrorClass,
  message: string,
  details: Record<string, unknown> = {},
): AppError => new AppError("upstream-failed", message, { details: { errorClass, ...details } });

/** The answer of a service as its adapter knows it; throws sourceError "changed-shape" naming the first field that is not. */
export function readAnswer<T extends z.ZodType>(
  name: string,
  schema: T,
  body: unknown,
): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "the whole answer";
  throw sourceError(
    "changed-shape",
    `${name} answered in an unexpected shape: ${field} (${issue?.message}).`,
    { field },
  );
}

/** The class of a failure of a source; null for a fault of our own. */
export function errorClassOf(error: unknown): SourceErrorClass | null {
  if (error instanceof AppError) {
    const parsed = SourceErrorClass.safeParse(error.details?.errorClass);
    if (parsed.success) return parsed.data;
    return error.code === "upstream-failed" ? "changed-shape" : null;
  }
  if (!(error instanceof FetchError)) return null;
  if (error.outcome === "rate-limited") return "rate-limited";
  if (error.outcome === "http-5xx") return "server-error";
  if (error.outcome === "http-4xx") return "refused";
  return error.outcome === "robots-txt" || error.outcome === "ai-opt-out"
    ? "refused"
    : "unreachable";
}
