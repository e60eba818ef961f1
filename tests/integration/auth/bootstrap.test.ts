import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { asPerson } from "@/lib/db/rls";

const statements = readFileSync("drizzle/0000_bootstrap.sql", "utf8").split(
  "--> statement-breakpoint",
);
const authObjects = () =>
  db().execute(
    sql`select oid::text, relname from pg_class where relnamespace = 'auth'::regnamespace
        union all select oid::text, proname from pg_proc where pronamespace = 'auth'::regnamespace order by 1`,
  );

test("where Supabase's parts exist, the bootstrap changes nothing", async () => {
  const before = await authObjects();
  await db().transaction(async (tx) => {
    for (const statement of statements) await tx.execute(sql.raw(statement));
  });
  expect([...(await authObjects())]).toEqual([...before]);
});

test("the claims functions read the transaction's claims and nothing without", async () => {
  const id = crypto.randomUUID();
  const ask = sql`select auth.uid() as uid, auth.role() as role, current_user as acting`;
  const [inside] = await asPerson(id, (tx) => tx.execute(ask));
  expect(inside).toEqual({ uid: id, role: "authenticated", acting: "authenticated" });
  const [outside] = await db().execute(ask);
  expect(outside).toMatchObject({ uid: null, role: null });
});

test("people cannot read accounts, sessions, links or mail", async () => {
  for (const table of ["users", "sessions", "one_time_tokens", "flow_state", "outbox"]) {
    const read = asPerson(crypto.randomUUID(), (tx) =>
      tx.execute(sql`select 1 from ${sql.identifier("auth")}.${sql.identifier(table)}`),
    );
    await expect(read).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});
