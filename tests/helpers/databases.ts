import postgres from "postgres";
import { eventually } from "./eventually";

const OBJECT_IN_USE = "55006";
const isInUse = (error: unknown) =>
  error instanceof postgres.PostgresError && error.code === OBJECT_IN_USE;

/**
 * Makes or drops databases, as the server's superuser. Postgres waits five seconds for others to leave the database that is
 * copied or dropped: a busy machine gives its own vacuuming, or a process that was told to end, no turn for longer.
 */
export const changeDatabases = (url: string, change: (sql: postgres.Sql) => Promise<unknown>) =>
  eventually(
    "nobody is in the database",
    async () => {
      const sql = postgres(url, { max: 1, connect_timeout: 60, onnotice: () => undefined });
      try {
        await change(sql);
        return true;
      } finally {
        await sql.end({ timeout: 5 });
      }
    },
    { timeoutMs: 60_000, forgives: isInUse },
  );
