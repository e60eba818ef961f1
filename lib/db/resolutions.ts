import { sql } from "drizzle-orm";
import type { Tx } from "./client";

/** Accepts the suggestion of every open group up to a distance. Answers which, and how many pictures they have. */
export async function acceptGroups(
  tx: Tx,
  { datasetId, maxDistance }: { datasetId: string; maxDistance: number },
): Promise<{ groupIds: string[]; imageCount: number }> {
  const rows = await tx.execute<{ id: string; count: number }>(sql`
    update duplicate_groups g set resolution = 'accepted', resolved_at = now()
    where g.dataset_id = ${datasetId} and g.resolution is null and g.member_count > 1 and g.distance <= ${maxDistance}
    returning g.id, g.member_count as count`);
  return {
    groupIds: rows.map(({ id }) => id),
    imageCount: rows.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Writes for each picture of some groups that it was part of a change which left it where it is. */
export const noteMembers = (
  tx: Tx,
  change: { id: string; ownerId: string },
  groupIds: readonly string[],
) =>
  tx.execute(sql`
    insert into image_changes (change_id, image_id, owner_id, place_before, place_after)
    select ${change.id}, i.id, ${change.ownerId}, place, place from images i
    cross join lateral (select jsonb_build_object('isDuplicate', i.is_duplicate,
      'duplicateGroupId', i.duplicate_group_id, 'duplicateOf', i.duplicate_of,
      'duplicateDistance', i.duplicate_distance, 'duplicateTransform', i.duplicate_transform) as place) as stands
    where i.duplicate_group_id = any(${sql.param(groupIds)}::uuid[])`);

/** Of the groups that a change was about, sets those from one resolution to another that still have the one. */
export const changeResolution = (
  tx: Tx,
  { changeId, from, to }: { changeId: string; from: "accepted" | null; to: "accepted" | null },
) =>
  tx.execute(sql`
    update duplicate_groups g set resolution = ${to}::text,
      resolved_at = case when ${to}::text is not null then now() end
    where g.resolution is not distinct from ${from}::text and g.id in (
      select (c.place_after ->> 'duplicateGroupId')::uuid from image_changes c where c.change_id = ${changeId})`);

/** Labels that grew with a change are as they were, where nobody has changed them since. */
export const restoreLabels = (tx: Tx, changeId: string) =>
  tx.execute(sql`
    update images i set labels = c.labels_before from image_changes c
    where c.change_id = ${changeId} and c.image_id = i.id and c.labels_before is not null and i.labels = c.labels_after`);

/** Writes down of the change `undoId` that it took `changeId` back, picture by picture, and what is settled by it; answers of how many pictures. */
export async function noteUndone(
  tx: Tx,
  { changeId, undoId, settled }: { changeId: string; undoId: string; settled: unknown },
): Promise<number> {
  const { count } = await tx.execute(sql`
    insert into image_changes
      (change_id, image_id, owner_id, labels_before, labels_after, place_before, place_after)
    select ${undoId}, image_id, owner_id, labels_after, labels_before, place_after, place_before
    from image_changes where change_id = ${changeId}`);
  await tx.execute(sql`
    update changes set details = details || ${JSON.stringify({ settled })}::text::jsonb where id = ${undoId}`);
  return count;
}
