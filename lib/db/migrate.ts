import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as runMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** One process migrates at a time; the others wait and find nothing to do. Any number that only we use. */
const MIGRATION_LOCK = 7_219_403;

/** Brings the database at `url` up to date. Safe to run by several processes at once. */
export async function migrate(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await runMigrations(drizzle(client), { migrationsFolder: join(process.cwd(), "drizzle") });
  } finally {
    await client.end({ timeout: 5 });
  }
}
