import { ApiError } from "./api";

/** What to tell the person, with the request id where the fault is ours. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiError))
    return "Something went wrong in this page. Reload it and try again.";
  const { detail, status, requestId } = error.problem;
  return status >= 500 ? `${detail} Request id ${requestId}.` : detail;
}

/** The server's message for one field of the body, from `errors[].pointer`. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problem.errors?.find(({ pointer }) => pointer.split("/")[1] === field)?.detail;
}

/** True where a message belongs to the whole form rather than to one of its fields. */
export const isFormError = (error: unknown): boolean =>
  error !== null && !(error instanceof ApiError && error.problem.errors?.length);
