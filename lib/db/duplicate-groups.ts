import { and, asc, eq, gt, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Db, Tx } from "./client";
import { type CursorValue, decodeCursor } from "./page";
import { duplicateGroups, images } from "./schema/images";

export type GroupRow = typeof duplicateGroups.$inferSelect;

/** What a group says of itself, all but the places of its members. */
export type GroupState = Pick<GroupRow, "id" | "keeperId" | "keeperReason" | "resolution"> & {
  readonly distance: number;
  readonly memberCount: number;
  /** Of the resolution; left out, one that is new gets its time now, and another keeps its own. */
  readonly resolvedAt?: Date | null;
};

export const findDuplicateGroup = async (db: Db, id: string): Promise<GroupRow | undefined> =>
  (await db.select().from(duplicateGroups).where(eq(duplicateGroups.id, id)))[0];

export const findOwnGroup = async (
  db: Db,
  { ownerId, datasetId, id }: { ownerId: string; datasetId: string; id: string },
): Promise<GroupRow | undefined> =>
  (
    await db
      .select()
      .from(duplicateGroups)
      .where(
        and(
          eq(duplicateGroups.id, id),
          eq(duplicateGroups.ownerId, ownerId),
          eq(duplicateGroups.datasetId, datasetId),
          isReviewable,
        ),
      )
  )[0];

export const listGroupsById = (db: Db, ids: readonly string[]): Promise<GroupRow[]> =>
  db
    .select()
    .from(duplicateGroups)
    .where(sql`${duplicateGroups.id} = any(${sql.param(ids)}::uuid[])`)
    .orderBy(asc(duplicateGroups.id));

export const listGroupsOf = (db: Db, datasetId: string): Promise<GroupRow[]> =>
  db.select().from(duplicateGroups).where(eq(duplicateGroups.datasetId, datasetId));

/** A page of the groups that nobody has settled, after an id. */
export const listOpenGroups = (
  db: Db,
  datasetId: string,
  page: { after: string | null; limit: number },
): Promise<GroupRow[]> =>
  db
    .select()
    .from(duplicateGroups)
    .where(
      and(
        eq(duplicateGroups.datasetId, datasetId),
        isNull(duplicateGroups.resolution),
        page.after === null ? undefined : gt(duplicateGroups.id, page.after),
      ),
    )
    .orderBy(asc(duplicateGroups.id))
    .limit(page.limit);

/** What is left of a group when its other members were deleted waits for them in case they are brought back. */
const isReviewable = sql`${duplicateGroups.memberCount} > 1`;

const byStatus = (status: "open" | "resolved" | "all"): SQL | undefined => {
  if (status === "all") return undefined;
  return status === "open"
    ? isNull(duplicateGroups.resolution)
    : isNotNull(duplicateGroups.resolution);
};

export const groupCursor = ({ distance, id }: Pick<GroupRow, "distance" | "id">): CursorValue[] => [
  distance,
  id,
];

/** Which groups of a dataset a list holds. */
export interface GroupFilter {
  readonly datasetId: string;
  readonly status: "open" | "resolved" | "all";
  readonly maxDistance?: number | undefined;
}

const matching = ({ datasetId, status, maxDistance }: GroupFilter): SQL | undefined =>
  and(
    eq(duplicateGroups.datasetId, datasetId),
    isReviewable,
    byStatus(status),
    maxDistance === undefined ? undefined : lte(duplicateGroups.distance, maxDistance),
  );

const ORDER = sql`(${duplicateGroups.distance}, ${duplicateGroups.id})`;

/** The most certain groups first: those after a cursor, or else from one group on, which is of the list. */
export function listGroups(
  db: Db,
  query: GroupFilter & {
    cursor: string | undefined;
    from?: Pick<GroupRow, "distance" | "id"> | undefined;
    limit: number;
  },
): Promise<GroupRow[]> {
  const after = decodeCursor(query.cursor, z.tuple([z.int().min(0).max(256), z.uuid()]));
  const { from } = query;
  const start = from && !after ? sql`${ORDER} >= (${from.distance}, ${from.id}::uuid)` : undefined;
  return db
    .select()
    .from(duplicateGroups)
    .where(and(matching(query), after ? sql`${ORDER} > (${after[0]}, ${after[1]}::uuid)` : start))
    .orderBy(asc(duplicateGroups.distance), asc(duplicateGroups.id))
    .limit(query.limit + 1);
}

/** One group of a list; undefined where it is gone, or in another list. */
export const findInList = async (
  db: Db,
  filter: GroupFilter,
  id: string,
): Promise<GroupRow | undefined> =>
  (
    await db
      .select()
      .from(duplicateGroups)
      .where(and(matching(filter), eq(duplicateGroups.id, id)))
  )[0];

export const countGroupsBefore = (
  db: Db,
  filter: GroupFilter,
  { distance, id }: Pick<GroupRow, "distance" | "id">,
): Promise<number> =>
  db.$count(duplicateGroups, and(matching(filter), sql`${ORDER} < (${distance}, ${id}::uuid)`));

export async function countGroups(
  db: Db,
  datasetId: string,
): Promise<{ open: number; resolved: number }> {
  const [row] = await db
    .select({
      open: sql<number>`(count(*) filter (where ${duplicateGroups.resolution} is null))::int`,
      resolved: sql<number>`count(${duplicateGroups.resolution})::int`,
    })
    .from(duplicateGroups)
    .where(and(eq(duplicateGroups.datasetId, datasetId), isReviewable));
  return row ?? { open: 0, resolved: 0 };
}

export const countGroupsOf = (db: Db, filter: GroupFilter): Promise<number> =>
  db.$count(duplicateGroups, matching(filter));

/** Whole rows of the members of some groups. */
export const listGroupImages = (db: Db, groupIds: readonly string[]) =>
  db
    .select()
    .from(images)
    .where(sql`${images.duplicateGroupId} = any(${sql.param(groupIds)}::uuid[])`)
    .orderBy(asc(images.id));

const CHUNK = 5_000;

/** Writes what groups say of themselves, new ones and those that changed. Under the dataset's lock. */
export async function writeGroups(
  tx: Tx,
  { ownerId, datasetId }: { ownerId: string; datasetId: string },
  groups: readonly GroupState[],
): Promise<void> {
  for (let at = 0; at < groups.length; at += CHUNK) {
    const states = groups
      .slice(at, at + CHUNK)
      .map(({ id, keeperId, keeperReason, resolution, resolvedAt, distance, memberCount }) => ({
        ...{ id, keeperId, keeperReason, resolution, resolvedAt, distance, memberCount },
      }));
    await tx.execute(sql`
      insert into duplicate_groups as g
        (id, owner_id, dataset_id, keeper_id, keeper_reason, resolution, resolved_at, distance, member_count)
      select s.id, ${ownerId}, ${datasetId}, s."keeperId", s."keeperReason", s.resolution,
        case when s.resolution is not null
          then coalesce(s."resolvedAt", case when s.resolution = old.resolution then old.resolved_at end, now()) end,
        s.distance, s."memberCount"
      from jsonb_to_recordset(${JSON.stringify(states)}::text::jsonb) as s(id uuid, "keeperId" uuid,
        "keeperReason" text, resolution text, "resolvedAt" timestamptz, distance smallint, "memberCount" integer)
      left join duplicate_groups old on old.id = s.id
      on conflict (id) do update set keeper_id = excluded.keeper_id, keeper_reason = excluded.keeper_reason,
        resolution = excluded.resolution, resolved_at = excluded.resolved_at, distance = excluded.distance,
        member_count = excluded.member_count
      where (g.keeper_id, g.keeper_reason, g.resolution, g.resolved_at, g.distance, g.member_count) is distinct from
        (excluded.keeper_id, excluded.keeper_reason, excluded.resolution, excluded.resolved_at, excluded.distance,
          excluded.member_count)`);
  }
}

/** Groups that deleted pictures may come back to. */
export const listAwaitedGroups = async (db: Db, datasetId: string): Promise<Set<string>> => {
  const rows = await db.execute<{ id: string }>(sql`
    select distinct d.image ->> 'duplicate_group_id' as id from deleted_images d
    where d.dataset_id = ${datasetId} and d.image ->> 'duplicate_group_id' is not null`);
  return new Set(rows.map(({ id }) => id));
};

/** Groups of nobody; those that deleted pictures may come back to stay, and say that they are empty. */
export async function deleteEmptyGroups(tx: Tx, datasetId: string): Promise<void> {
  const isEmpty = sql`g.dataset_id = ${datasetId}
    and not exists (select 1 from images i where i.duplicate_group_id = g.id)`;
  await tx.execute(sql`
    delete from duplicate_groups g where ${isEmpty}
      and g.id not in (select (d.image ->> 'duplicate_group_id')::uuid from deleted_images d
        where d.dataset_id = ${datasetId} and d.image ->> 'duplicate_group_id' is not null)`);
  await tx.execute(sql`
    update duplicate_groups g set keeper_id = null, distance = 0, member_count = 0
    where ${isEmpty} and g.member_count > 0`);
}
