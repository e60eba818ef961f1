import { sql } from "drizzle-orm";
import { db, type Tx } from "./client";

const actAs = (tx: Tx, ownerId: string) =>
  tx.execute(sql`select set_config('request.jwt.claims', ${JSON.stringify({ sub: ownerId, role: "authenticated" })}, true),
    set_config('role', 'authenticated', true)`);

/**
 * A transaction as the person: row-level security applies, so that a forgotten filter still leaks
 * nothing. Both settings end with the transaction.
 */
export const asPerson = <T>(ownerId: string, run: (tx: Tx) => Promise<T>): Promise<T> =>
  db().transaction(async (tx) => {
    await actAs(tx, ownerId);
    return run(tx);
  });

/**
 * For what only the application may write (starting work, keys, balances), within the person's own
 * transaction: atomic with it, gone when it rolls back. The caller has checked what it writes.
 */
export async function elevated<T>(tx: Tx, ownerId: string, run: () => Promise<T>): Promise<T> {
  await tx.execute(sql`reset role`);
  const result = await run();
  await actAs(tx, ownerId);
  return result;
}
