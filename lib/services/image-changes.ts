import { uuidv7 } from "uuidv7";
import type { Context } from "@/lib/auth/context";
import { ownerOf } from "@/lib/auth/context";
import { insertChange, settleChange } from "@/lib/db/changes";
import type { Tx } from "@/lib/db/client";
import type { ChangeAction } from "@/lib/domain/curation";
import { actorName } from "./activity";

export interface Changing {
  readonly changeId: string;
  readonly ownerId: string;
  readonly datasetId: string;
}
/** How many pictures changed, and the token that takes it back: null where nothing changed. */
export interface Changed {
  readonly affected: number;
  readonly undoToken: string | null;
}

/**
 * Something done to pictures of one dataset, under the application's role, as one step of their history. `run` answers how many
 * pictures changed. With `isWorthUndoing` the step stays even if it changed none.
 */
export async function recordChange(
  tx: Tx,
  ctx: Context,
  {
    isWorthUndoing = false,
    ...change
  }: {
    datasetId: string;
    action: ChangeAction;
    details?: Record<string, unknown>;
    isWorthUndoing?: boolean;
  },
  run: (changing: Changing) => Promise<number>,
): Promise<Changed> {
  const changing = { changeId: uuidv7(), ownerId: ownerOf(ctx), datasetId: change.datasetId };
  const { changeId: id, ownerId } = changing;
  await insertChange(tx, { ...change, id, ownerId, actor: actorName(ctx) });
  const affected = await run(changing);
  return { affected, undoToken: await settleChange(tx, id, { isKept: isWorthUndoing }) };
}
