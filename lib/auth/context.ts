import { AppError } from "@/lib/errors";
import type { Actor } from "./actor";

/** Who is asking, and for how long we may work on it. Passed first to every service function. */
export interface Context {
  readonly actor: Actor;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** The person whose rows this is about; refuses actors that are nobody in particular. */
export function ownerOf(ctx: Context): string {
  if ("userId" in ctx.actor) return ctx.actor.userId;
  throw new AppError("unauthenticated", "Sign in, or send an API key.");
}
