import { pool } from "@/lib/db/client";
import { eventually } from "./eventually";

/** Waits until a statement in the database of this test file waits for a lock. */
export const somebodyWaits = () =>
  eventually("somebody waits for a lock", async () => {
    const [row] = await pool()`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return row;
  });
