import { headers } from "next/headers";
import type { z } from "zod";
import { resolveActor } from "@/lib/auth/actor";
import type { Operation } from "@/lib/contract/operation";
import { call, type Handler } from "./call";
import { type Problem, toAppError, toProblem } from "./problem";
import { limitRate } from "./rate-limit";

type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/** A page's way to an operation: the same checks as over HTTP. Next.js refuses cross-site action posts itself. */
export async function runAction<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  handler: Handler<I, O>,
  input: z.input<I>,
): Promise<ActionResult<z.output<O>>> {
  const requestId = crypto.randomUUID();
  try {
    const request = new Request("http://action.invalid", { headers: await headers() });
    const actor = await resolveActor(request);
    await limitRate(op as unknown as Operation, actor, request, new Headers());
    const meta = { requestId, signal: AbortSignal.timeout(30_000) };
    return { ok: true, value: await call(op, handler, actor, input, meta) };
  } catch (error) {
    return { ok: false, problem: toProblem(toAppError(error, { operation: op.id }), requestId) };
  }
}
