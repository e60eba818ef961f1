import type { z } from "zod";
import { type Actor, resolveActor } from "@/lib/auth/actor";
import type { Context } from "@/lib/auth/context";
import { creates, type Operation } from "@/lib/contract/operation";
import { AppError } from "@/lib/errors";
import { logger, logScope } from "@/lib/logger";
import { admit, call, type Handler } from "./call";
import { once } from "./idempotency";
import { problemResponse, toAppError, toProblem } from "./problem";
import { limitRate } from "./rate-limit";
import { type RouteContext, requestInput } from "./request-input";

type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;
interface Exchange {
  readonly request: Request;
  readonly context: RouteContext;
  readonly actor: Actor | null;
  readonly meta: { requestId: string; signal: AbortSignal };
  readonly headers: Headers;
}

/** Callers may name the request, but only in a form that is safe to write into a log line. */
const requestIdOf = (request: Request): string => {
  const given = request.headers.get("x-request-id");
  return given && /^[\w-]{8,64}$/.test(given) ? given : crypto.randomUUID();
};

/** A browser sends cookies by itself, so a write that rides on them must come from our own pages. */
function refuseCrossSite(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  const isOwn = site ? site === "same-origin" : origin !== null && URL.parse(origin)?.host === host;
  if (!isOwn)
    throw new AppError("forbidden", "A write with a session cookie must come from this site.");
}

const cause = (error: AppError) => (error.code === "internal" ? "error" : error.code);

/** What every request has: an id, an actor, a rate limit, one log line, and problems as answers. */
function exchange(op: Operation, respond: (x: Exchange) => Promise<Response>): RouteHandler {
  return (request, context) => {
    const requestId = requestIdOf(request);
    return logScope.run({ requestId }, async () => {
      const startedAt = performance.now();
      const headers = new Headers({ "x-request-id": requestId });
      let actor: Actor | null = null;
      let response: Response;
      let outcome = "ok";
      try {
        actor = await resolveActor(request);
        if (actor?.via === "cookie") refuseCrossSite(request);
        await limitRate(op, actor, request, headers);
        const meta = { requestId, signal: request.signal };
        response = await respond({ request, context, actor, meta, headers });
      } catch (error) {
        const known = toAppError(error, { operation: op.id, signal: request.signal });
        outcome = request.signal.aborted ? "broken-off" : cause(known);
        if (known.retryAfter) headers.set("retry-after", String(known.retryAfter));
        if (known.code === "unauthenticated") headers.set("www-authenticate", "Bearer");
        const instance = new URL(request.url).pathname;
        response = problemResponse(toProblem(known, requestId, instance), headers);
      }
      const ms = Math.round(performance.now() - startedAt);
      const actorKind = actor?.kind ?? "anonymous";
      const line = { operation: op.id, actor: actorKind, status: response.status, outcome, ms };
      logger()[op.answers === "bytes" ? "debug" : "info"](line, "request");
      return response;
    });
  };
}

/** Binds an operation to its service: JSON in, JSON out. */
export function route<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  handler: Handler<I, O>,
): RouteHandler {
  const known = op as unknown as Operation;
  return exchange(known, async ({ request, context, actor, meta, headers }) => {
    const raw = await requestInput(known, request, context);
    const run = () => call(op, handler, actor, raw, meta);
    headers.set("cache-control", "no-store");
    const key = request.headers.get("idempotency-key");
    if (key && creates(known) && actor && "userId" in actor) {
      admit(known, actor, raw, meta); // a stored answer, too, is only for who may ask
      const answer = await once(known, actor, key, raw, run);
      if (answer.isReplay) headers.set("idempotent-replayed", "true");
      return Response.json(answer.body, { status: answer.status, headers });
    }
    const body = await run();
    if (op.status === 204) return new Response(null, { status: 204, headers });
    return Response.json(body, { status: op.status, headers });
  });
}

/** Binds an operation whose handler reads or writes the bytes itself: files, event streams, uploads. */
export function rawRoute<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  handler: (ctx: Context, input: z.output<I>, request: Request) => Promise<Response>,
): RouteHandler {
  const known = op as unknown as Operation;
  return exchange(known, async ({ request, context, actor, meta, headers }) => {
    const raw = await requestInput(known, request, context);
    const { ctx, input } = admit(op as unknown as Operation<I>, actor, raw, meta);
    const response = await handler(ctx, input, request);
    for (const [name, value] of headers) response.headers.set(name, value);
    return response;
  });
}
