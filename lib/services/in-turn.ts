import { type Context, ownerOf } from "@/lib/auth/context";
import type { Tx } from "@/lib/db/client";
import { asPerson } from "@/lib/db/rls";
import { inLine } from "./person-line";

const CHANGES = { atOnce: 3, maxWaiting: 200, maxWaitMs: 30_000 };

/**
 * As asPerson, for what takes a dataset's lock. Whatever waits for that holds a connection meanwhile: a few of one person do,
 * the others wait without one, so that there are some left for everybody else. Throws too-many-requests.
 */
export function asPersonInTurn<T>(ctx: Context, run: (tx: Tx) => Promise<T>): Promise<T> {
  const ownerId = ownerOf(ctx);
  return inLine("changes", { ownerId, signal: ctx.signal }, CHANGES, () => asPerson(ownerId, run));
}
