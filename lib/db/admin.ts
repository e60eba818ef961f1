import { eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import type { Db } from "./client";
import type { ProfileRow } from "./profiles";
import { creditAccounts, creditTransactions, profiles } from "./schema/accounts";

/** At most two: an address that several people have names nobody. */
export const listProfilesByEmail = (db: Db, email: string): Promise<ProfileRow[]> =>
  db.select().from(profiles).where(sql`lower(${profiles.email}) = lower(${email})`).limit(2);

export const updateRole = async (db: Db, id: string, role: ProfileRow["role"]): Promise<void> => {
  await db.update(profiles).set({ role, updatedAt: sql`now()` }).where(eq(profiles.id, id));
};

/** Adds `amount` (above zero) to the balance and writes it into the ledger, both or neither. Answers the new balance. */
export const grantCredits = (
  db: Db,
  { ownerId, amount, reason }: { ownerId: string; amount: number; reason: string },
): Promise<number> =>
  db.transaction(async (tx) => {
    const [account] = await tx
      .insert(creditAccounts)
      .values({ ownerId, balance: amount })
      .onConflictDoUpdate({
        target: creditAccounts.ownerId,
        set: { balance: sql`${creditAccounts.balance} + ${amount}`, updatedAt: sql`now()` },
      })
      .returning({ balance: creditAccounts.balance });
    // An upsert without a condition always returns its row.
    const balanceAfter = account?.balance as number;
    const id = uuidv7();
    const entry = { id, ownerId, kind: "grant", amount, balanceAfter, reason };
    await tx.insert(creditTransactions).values(entry);
    return balanceAfter;
  });
