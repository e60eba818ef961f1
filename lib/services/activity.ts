import { uuidv7 } from "uuidv7";
import { type Context, ownerOf } from "@/lib/auth/context";
import { insertActivity } from "@/lib/db/activity";
import type { Tx } from "@/lib/db/client";
import { elevated } from "@/lib/db/rls";

/** Writes who did what, in the transaction that does it. People may read their log, not write it. */
export function recordActivity(
  tx: Tx,
  ctx: Context,
  action: string,
  resource: { type: string; id: string },
  details: Record<string, unknown> = {},
): Promise<void> {
  const ownerId = ownerOf(ctx);
  const actor = ctx.actor.kind === "api-key" ? `api-key:${ctx.actor.keyId}` : ctx.actor.kind;
  return elevated(tx, ownerId, () =>
    insertActivity(tx, {
      id: uuidv7(),
      ownerId,
      actor,
      action,
      resourceType: resource.type,
      resourceId: resource.id,
      details,
      requestId: ctx.requestId,
    }),
  );
}
