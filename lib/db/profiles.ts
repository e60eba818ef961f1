import { eq, sql } from "drizzle-orm";
import type { Db } from "./client";
import { profiles } from "./schema/accounts";

export type ProfileRow = typeof profiles.$inferSelect;

export const findProfile = async (db: Db, id: string): Promise<ProfileRow | undefined> =>
  (await db.select().from(profiles).where(eq(profiles.id, id)))[0];

/** Makes the row match auth.users, creating it where the trigger could not. */
export const upsertProfileFromAuth = async (
  db: Db,
  id: string,
): Promise<ProfileRow | undefined> => {
  await db.execute(sql`
    insert into profiles (id, email, display_name)
      select u.id, u.email, nullif(left(coalesce(u.raw_user_meta_data ->> 'display_name', ''), 100), '')
      from auth.users u where u.id = ${id}
    on conflict (id) do update set email = excluded.email, updated_at = now()`);
  return findProfile(db, id);
};
