import type { z } from "zod";
import { carriesBody, type Operation, pathParams } from "@/lib/contract/operation";

export interface ApiProblem {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { pointer: string; detail: string }[] | undefined;
}

export class ApiError extends Error {
  override name = "ApiError";
  readonly problem: ApiProblem;
  constructor(problem: ApiProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** What a server action answers. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: ApiProblem };

/** The value of a server action; its problem is thrown as ApiError, as `request` does. */
export function settled<T>(result: ActionResult<T>): T {
  if (result.ok) return result.value;
  throw new ApiError(result.problem);
}

const READ_TIMEOUT_MS = 30_000;
/** A change may stand in line, wait for the dataset's lock, and then be about a great many pictures. */
const WRITE_TIMEOUT_MS = 120_000;
const UNREACHABLE: ApiProblem = {
  code: "unavailable",
  title: "No connection",
  status: 0,
  detail: "The server could not be reached. Nothing was changed.",
  requestId: "-",
};

const LATE: ApiProblem = {
  ...UNREACHABLE,
  title: "No answer in time",
  detail: "The server has not answered yet. What was asked may still be done: reload to see.",
};

/** The address of an operation with its path and query filled in. */
export function urlOf<I extends z.ZodObject>(op: Operation<I>, input: z.input<I>): string {
  const values = input as Record<string, unknown>;
  const inPath = pathParams(op.path);
  const path = op.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values[name])),
  );
  const query = new URLSearchParams();
  if (!carriesBody(op as unknown as Operation))
    for (const [name, value] of Object.entries(values))
      if (!inPath.includes(name) && value !== undefined && value !== null)
        query.append(name, String(value));
  return `/api/v1${path}${query.size > 0 ? `?${query}` : ""}`;
}

async function problemOf(response: Response): Promise<ApiProblem> {
  try {
    return (await response.json()) as ApiProblem;
  } catch {
    return { ...UNREACHABLE, title: response.statusText, status: response.status };
  }
}

/** Calls an operation from the browser; the session cookie speaks for the person. Throws ApiError. */
export async function request<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  input: z.input<I>,
  options: { signal?: AbortSignal } = {},
): Promise<z.output<O>> {
  const inPath = pathParams(op.path);
  const hasBody = carriesBody(op as unknown as Operation);
  const body = Object.fromEntries(Object.entries(input).filter(([name]) => !inPath.includes(name)));
  const timeout = AbortSignal.timeout(op.method === "GET" ? READ_TIMEOUT_MS : WRITE_TIMEOUT_MS);
  const response = await fetch(urlOf(op as unknown as Operation<I>, input), {
    method: op.method,
    signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    ...(hasBody && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  }).catch((cause: unknown) => {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(timeout.aborted ? LATE : UNREACHABLE);
  });
  if (!response.ok) throw new ApiError(await problemOf(response));
  // The server parsed its answer with the operation's own schema before sending it.
  return (response.status === 204 ? undefined : await response.json()) as z.output<O>;
}
