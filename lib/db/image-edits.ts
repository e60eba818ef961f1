import { type SQL, sql } from "drizzle-orm";
import type { Decision } from "@/lib/domain/image";
import { MAX_LABELS_PER_IMAGE } from "@/lib/domain/label";
import type { Split } from "@/lib/domain/split";
import type { Tx } from "./client";
import { type ImageTarget, targeted } from "./image-filter";
import { images } from "./schema/images";

/** What is made of pictures, one thing at a time. */
export type ImageEdit =
  | { readonly decision: Decision }
  | { readonly addLabel: string }
  | { readonly removeLabel: string }
  | { readonly primaryLabel: string }
  | { readonly mergeLabels: { readonly from: readonly string[]; readonly into: string } }
  | { readonly split: Split | null };

interface Effect {
  readonly column: "decision" | "labels" | "split";
  /** What the column becomes, and of which pictures. */
  readonly after: SQL;
  readonly applies: SQL;
}

const textArray = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;

/** An image keeps at least one label, each once and in their order; the first is its primary one. */
function effectOf(edit: ImageEdit): Effect {
  if ("decision" in edit) {
    const after = sql`${edit.decision}::decision`;
    return { column: "decision", after, applies: sql`decision <> ${after}` };
  }
  if ("split" in edit) {
    const after = sql`${edit.split}::split`;
    return { column: "split", after, applies: sql`split is distinct from ${after}` };
  }
  const labels = (after: SQL, applies: SQL): Effect => ({ column: "labels", after, applies });
  if ("addLabel" in edit) {
    const label = sql`${edit.addLabel}::text`;
    return labels(
      sql`labels || ${label}`,
      sql`${label} <> all (labels) and cardinality(labels) < ${MAX_LABELS_PER_IMAGE}`,
    );
  }
  if ("removeLabel" in edit) {
    const label = sql`${edit.removeLabel}::text`;
    return labels(
      sql`array_remove(labels, ${label})`,
      sql`${label} = any (labels) and cardinality(labels) > 1`,
    );
  }
  if ("primaryLabel" in edit) {
    const label = sql`${edit.primaryLabel}::text`;
    return labels(sql`${label} || array_remove(labels[2:], ${label})`, sql`labels[1] <> ${label}`);
  }
  const { from, into } = edit.mergeLabels;
  const merged = sql`array(select l from (
    select case when each = any (${textArray(from)}) then ${into}::text else each end as l, min(n) as n
    from unnest(labels) with ordinality as t(each, n) group by 1) as renamed order by n)`;
  return labels(merged, sql`labels && ${textArray(from)}`);
}

/** Copies that a crawl finds bring labels without the dataset's lock: they wait, or what they bring would be written over. */
const LOCKED = sql`for update of images`;

export const countTargeted = async (
  tx: Tx,
  ownerId: string,
  target: ImageTarget,
): Promise<number> => {
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from ${images} where ${targeted(target)} and owner_id = ${ownerId}`);
  return row?.count ?? 0;
};

/**
 * Writes before and after of every picture that an edit changes; `applyEdits` then makes it so. The caller holds the
 * dataset's lock, as everything does that edits pictures. `count` is how many pictures were meant, `affected` how many
 * of them change.
 */
export async function recordEdits(
  tx: Tx,
  change: { changeId: string; ownerId: string },
  target: ImageTarget,
  edit: ImageEdit,
): Promise<{ count: number; affected: number }> {
  const { column, after, applies } = effectOf(edit);
  const name = sql.raw(column);
  const locked = column === "labels" ? LOCKED : sql``;
  const [row] = await tx.execute<{ count: number; affected: number }>(sql`
    with meant as materialized (
      select id, ${name} from ${images} where ${targeted(target)} and owner_id = ${change.ownerId} ${locked}
    ), recorded as (
      insert into image_changes (change_id, image_id, owner_id, ${name}_before, ${name}_after)
      select ${change.changeId}, id, ${change.ownerId}, ${name}, ${after} from meant where ${applies} returning 1
    )
    select (select count(*)::int from meant) as count, (select count(*)::int from recorded) as affected`);
  return row ?? { count: 0, affected: 0 };
}

/** Writes the way back for every picture that still is as a change left it; answers how many there are. */
export async function recordReversal(
  tx: Tx,
  change: { changeId: string; ownerId: string; of: string },
): Promise<number> {
  const { changeId, ownerId, of } = change;
  await tx.execute(sql`
    with locked as materialized (
      select images.id from image_changes c join images on images.id = c.image_id
      where c.change_id = ${of} and c.labels_after is not null ${LOCKED}
    ) select count(*) from locked`);
  const { count } = await tx.execute(sql`
    insert into image_changes (change_id, image_id, owner_id, decision_before, decision_after,
      labels_before, labels_after, split_before, split_after)
    select ${changeId}, c.image_id, c.owner_id, c.decision_after, c.decision_before,
      c.labels_after, c.labels_before, c.split_after, c.split_before
    from image_changes c join images i on i.id = c.image_id and i.owner_id = ${ownerId}
    where c.change_id = ${of}
      and (c.decision_after is null or c.decision_after = i.decision)
      and (c.labels_after is null or c.labels_after = i.labels)
      and (c.split_after is not distinct from c.split_before or c.split_after is not distinct from i.split)`);
  return count;
}

/** Makes pictures what a change recorded of them. */
export async function applyEdits(tx: Tx, changeId: string): Promise<void> {
  await tx.execute(sql`
    update images i set
      decision = coalesce(c.decision_after, i.decision),
      decided_at = case when c.decision_after is null then i.decided_at
        when c.decision_after <> 'undecided' then now() end,
      labels = coalesce(c.labels_after, i.labels),
      label = coalesce(c.labels_after[1], i.label),
      split = case when c.split_after is distinct from c.split_before then c.split_after else i.split end
    from image_changes c where c.change_id = ${changeId} and i.id = c.image_id`);
}

export const listChangedIds = async (tx: Tx, changeId: string): Promise<string[]> =>
  (
    await tx.execute<{ id: string }>(sql`
      select image_id as id from image_changes where change_id = ${changeId}`)
  ).map(({ id }) => id);
