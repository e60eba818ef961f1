import { getTableColumns, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { KeeperReason } from "@/lib/domain/duplicate";
import type { Tx } from "./client";
import { type ImageTarget, targeted } from "./image-filter";
import { images } from "./schema/images";

/** How long a deleted picture can be brought back. */
export const RESTORABLE_HOURS = 24;

/**
 * Moves pictures out of the dataset as part of a change, and locks them. `count` is how many were meant; `groupIds`
 * are the duplicate groups that they were in. The caller holds the dataset's lock.
 */
export async function moveToDeleted(
  tx: Tx,
  change: { changeId: string; ownerId: string },
  target: ImageTarget,
): Promise<{ count: number; groupIds: string[] }> {
  const { changeId, ownerId } = change;
  const [row] = await tx.execute<{ count: number; groupIds: string[] | null }>(sql`
    with gone as (
      delete from ${images} where ${targeted(target)} and owner_id = ${ownerId} returning *
    ), moved as (
      insert into deleted_images (id, owner_id, dataset_id, change_id, storage_key, thumbnail_key, image)
      select id, owner_id, dataset_id, ${changeId}, storage_key, thumbnail_key, to_jsonb(gone)
        || coalesce((select jsonb_build_object('keeper_reason', keeper_reason)
          from duplicate_groups g where g.id = gone.duplicate_group_id and g.keeper_id = gone.id), '{}') from gone
    ), recorded as (
      insert into image_changes (change_id, image_id, owner_id) select ${changeId}, id, owner_id from gone
    )
    select count(*)::int as count, array_agg(distinct duplicate_group_id)
      filter (where duplicate_group_id is not null) as "groupIds" from gone`);
  return { count: row?.count ?? 0, groupIds: row?.groupIds ?? [] };
}

/** Columns that are drawn anew: everything that indexes a dataset reads the row again. */
const DRAWN = ["seq"];
const COLUMNS = Object.keys(getTableColumns(images)).map(toSnakeCase);

/** The columns that a change's pictures had when they were deleted; later ones get their defaults. */
async function storedColumns(tx: Tx, changeId: string): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(sql`
    select jsonb_object_keys(image) as name from (
      select image from deleted_images where change_id = ${changeId} limit 1) as one`);
  const stored = new Set(rows.map(({ name }) => name));
  return COLUMNS.filter((name) => stored.has(name) && !DRAWN.includes(name));
}

/** A picture that is back in its duplicate group, and why it was kept there, where it was. */
export interface Returned {
  readonly id: string;
  readonly groupId: string;
  readonly keeperReason: KeeperReason | null;
}

/**
 * Brings back the pictures that a change deleted, as part of another change, except those whose bytes are in the
 * dataset again. What a picture pointed at and is gone by now is forgotten, and labels are called as they are by now. The
 * caller holds the dataset's lock.
 */
export async function restoreDeleted(
  tx: Tx,
  change: { changeId: string; ownerId: string; of: string },
): Promise<{ count: number; returned: Returned[] }> {
  const { changeId, ownerId, of } = change;
  const columns = await storedColumns(tx, of);
  if (columns.length === 0) return { count: 0, returned: [] };
  const list = sql.raw(columns.map((name) => `"${name}"`).join(", "));
  await tx.execute(sql`
    insert into images (${list})
    select ${list} from (
      select r.* from deleted_images d, jsonb_populate_record(null::images, d.image || '{"duplicate_of": null}'
        || case when exists (select 1 from crawl_jobs j where j.id = (d.image ->> 'crawl_job_id')::uuid)
          then '{}' else '{"crawl_job_id": null}'::jsonb end
        || case when exists (select 1 from duplicate_groups g where g.id = (d.image ->> 'duplicate_group_id')::uuid)
          then '{}' else '{"duplicate_group_id": null, "is_duplicate": false, "duplicate_distance": null,
            "duplicate_transform": null}'::jsonb end) as r
      where d.change_id = ${of} and d.owner_id = ${ownerId}
    ) as rows order by id
    on conflict do nothing`);
  // Each looks its rows up by their id: nothing is known yet of how many they are, and joining lists would go wrong.
  await tx.execute(sql`
    insert into image_changes (change_id, image_id, owner_id)
    select ${changeId}, i.id, i.owner_id from deleted_images d join images i on i.id = d.id
    where d.change_id = ${of}`);
  await renameLabels(tx, changeId);
  const returned = await tx.execute<Returned & Record<string, unknown>>(sql`
    select i.id, i.duplicate_group_id as "groupId", d.image ->> 'keeper_reason' as "keeperReason"
    from deleted_images d join images i on i.id = d.id
    where d.change_id = ${of} and i.duplicate_group_id is not null`);
  const { count } = await tx.execute(sql`
    delete from deleted_images d where d.change_id = ${of} and exists (select 1 from images i where i.id = d.id)`);
  return { count, returned: [...returned] };
}

/** Labels of a change's pictures that were renamed or merged meanwhile get their present names, each once. */
const renameLabels = (tx: Tx, changeId: string) =>
  tx.execute(sql`
    update images i set labels = present.names, label = present.names[1]
    from image_changes c join images named on named.id = c.image_id
    cross join lateral (select array(select name from (
      select coalesce(l.name, t.name) as name, min(t.n) as n from unnest(named.labels) with ordinality as t(name, n)
      left join dataset_labels l on l.dataset_id = named.dataset_id and t.name = any (l.aliases) group by 1
      ) as renamed order by n) as names) as present
    where c.change_id = ${changeId} and i.id = named.id and present.names <> named.labels`);

/** Forgets pictures that can no longer be brought back; answers the datasets whose files are to be swept. */
export async function forgetDeleted(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.execute<{ datasetId: string }>(sql`
    with old as (
      delete from deleted_images where id in (
        select id from deleted_images where created_at < now() - make_interval(hours => ${RESTORABLE_HOURS})
        limit ${limit} for update skip locked)
      returning dataset_id
    ) select distinct dataset_id as "datasetId" from old`);
  return rows.map(({ datasetId }) => datasetId);
}
