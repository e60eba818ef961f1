import type { z } from "zod";
import { urlOf } from "@/components/api";
import { carriesBody, creates, type Operation, pathParams } from "@/lib/contract/operation";

/** How requests reach the API: over the network, or straight into its route modules. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The REST API as one person sees it. Both throw RestError for any answer that is not a success. */
export interface Rest {
  call<I extends z.ZodObject, O extends z.ZodType>(
    op: Operation<I, O>,
    input: z.input<I>,
  ): Promise<z.output<O>>;
  /** For answers that are bytes: the body is still to be read. */
  open<I extends z.ZodObject>(op: Operation<I>, input: z.input<I>): Promise<Response>;
}

export class RestError extends Error {
  override name = "RestError";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const TIMEOUT_MS = 30_000;

/** `credential` is an API key or an access token. */
export function restClient(options: {
  readonly baseUrl: string;
  readonly credential: string;
  readonly signal: AbortSignal;
  readonly fetch?: Fetch;
}): Rest {
  const { baseUrl, credential, signal, fetch: send = fetch } = options;

  async function exchange(
    operation: unknown,
    values: Record<string, unknown>,
    stop: AbortSignal,
  ): Promise<Response> {
    const op = operation as Operation;
    const inPath = pathParams(op.path);
    const body = Object.fromEntries(
      Object.entries(values).filter(([name]) => !inPath.includes(name)),
    );
    const response = await send(baseUrl + urlOf(op, values), {
      method: op.method,
      signal: stop,
      headers: {
        authorization: `Bearer ${credential}`,
        ...(carriesBody(op) && { "content-type": "application/json" }),
        ...(creates(op) && { "idempotency-key": crypto.randomUUID() }),
      },
      ...(carriesBody(op) && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw await errorOf(op, response);
    return response;
  }

  return {
    async call(op, input) {
      const stop = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const response = await exchange(op, input, stop);
      return op.output.parse(await response.json());
    },
    open: (op, input) => exchange(op, input, signal),
  };
}

async function errorOf({ method, path }: Operation, response: Response): Promise<RestError> {
  const detail = detailOf(await response.text());
  return new RestError(response.status, `${method} ${path} answered ${response.status}: ${detail}`);
}

/** A problem's own sentence, or the start of whatever else came. */
function detailOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === "string" ? detail : text.slice(0, 300);
  } catch {
    return text.slice(0, 300);
  }
}
