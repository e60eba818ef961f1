import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";
import { resolveActor } from "@/lib/auth/actor";
import type { Operation } from "@/lib/contract/operation";
import { AppError } from "@/lib/errors";
import { call, type Handler } from "./call";

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
  try {
    const meta = { requestId: crypto.randomUUID(), signal: AbortSignal.timeout(30_000) };
    return await call(op, handler, await pageActor(), input, meta);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "unauthenticated") redirect("/login");
    if (error.code === "not-found" || error.code === "validation-failed") notFound();
    throw error;
  }
}
