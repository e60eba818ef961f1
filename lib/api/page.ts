import { headers } from "next/headers";
import { notFound, redirect, unstable_rethrow } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";
import { resolveActor } from "@/lib/auth/actor";
import type { Operation } from "@/lib/contract/operation";
import { logScope } from "@/lib/logger";
import { call, type Handler } from "./call";
import { toAppError } from "./problem";

/** Who looks at the page; asked once a render. */
export const pageActor = cache(async () =>
  resolveActor(new Request("http://page.invalid", { headers: await headers() })),
);

/**
 * What a page shows, through the same checks as over HTTP. Signed-out people are sent to the login,
 * somebody else's row is a 404; anything else reaches the page's error boundary.
 */
export async function load<I extends z.ZodObject, O extends z.ZodType>(
  op: Operation<I, O>,
  handler: Handler<I, O>,
  input: z.input<I>,
): Promise<z.output<O>> {
  const requestId = crypto.randomUUID();
  try {
    const meta = { requestId, signal: AbortSignal.timeout(30_000) };
    return await call(op, handler, await pageActor(), input, meta);
  } catch (error) {
    unstable_rethrow(error);
    const known = logScope.run({ requestId }, () => toAppError(error, { operation: op.id }));
    if (known.code === "unauthenticated") redirect("/login");
    if (known.code === "not-found" || known.code === "validation-failed") notFound();
    // Next.js keeps a digest that is there, so the page can show the id that finds the line in the log.
    throw Object.assign(known, { digest: requestId });
  }
}
