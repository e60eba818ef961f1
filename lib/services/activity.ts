import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { listActivity as operation } from "@/lib/contract/activity";
import * as rows from "@/lib/db/activity";
import type { Tx } from "@/lib/db/client";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import type { Activity } from "@/lib/domain/activity";

/** Who acts, as logs and histories name it. */
export const actorName = ({ actor }: Context): string =>
  actor.kind === "api-key" ? `api-key:${actor.keyId}` : actor.kind;

/** Writes who did what, in the transaction that does it. People may read their log, not write it. */
export function recordActivity(
  tx: Tx,
  ctx: Context,
  action: string,
  resource: { type: string; id: string },
  details: Record<string, unknown> = {},
): Promise<void> {
  const ownerId = ownerOf(ctx);
  return elevated(tx, ownerId, () =>
    rows.insertActivity(tx, {
      id: uuidv7(),
      ownerId,
      actor: actorName(ctx),
      action,
      resourceType: resource.type,
      resourceId: resource.id,
      details,
      requestId: ctx.requestId,
    }),
  );
}

const toActivity = ({ ownerId: _, createdAt, ...row }: rows.ActivityRow): Activity => ({
  ...row,
  createdAt: createdAt.toISOString(),
});

export const listActivity = (
  ctx: Context,
  { cursor, limit, ...filter }: z.output<(typeof operation)["input"]>,
) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { ...filter, limit, after: idCursor(cursor) };
    const found = await rows.listActivity(tx, ownerOf(ctx), page);
    return pageFrom(found, limit, (row) => [row.id], toActivity);
  });
