import type { TransactionSql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { person } from "../helpers/api";
import { estateOf } from "../helpers/estate";

/** Every table of the schema public, read from the catalogue so that a new one is covered at once. */
const tables = await pool()<{ name: string; isGuarded: boolean; ownerColumn: string | null }[]>`
  select c.relname as name, c.relrowsecurity as "isGuarded",
    case when c.relname = 'profiles' then 'id' else (
      select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname = 'owner_id') end as "ownerColumn"
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`;
const owned = tables.flatMap(({ name, ownerColumn }) =>
  ownerColumn ? [{ name, ownerColumn }] : [],
);
const names = tables.map(({ name }) => name);

let one: string;
let other: string;
beforeAll(async () => {
  [one, other] = [(await person()).id, (await person()).id];
  await estateOf(one);
  await estateOf(other);
});

class Rollback extends Error {}
/** Runs as a role with a person's claims, and undoes whatever it did. */
async function as<T>(
  role: "anon" | "authenticated",
  run: (sql: TransactionSql) => Promise<T>,
  { isEverythingGranted = false } = {},
): Promise<T> {
  const results: T[] = [];
  const claims = JSON.stringify({ role, ...(role === "authenticated" && { sub: one }) });
  await pool()
    .begin(async (sql) => {
      if (isEverythingGranted)
        await sql`grant all on all tables in schema public to anon, authenticated`;
      await sql`select set_config('request.jwt.claims', ${claims}, true), set_config('role', ${role}, true)`;
      results.push(await run(sql));
      throw new Rollback();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Rollback)) throw error;
    });
  return results[0] as T;
}

const DENIED = "42501";
/** How many rows a statement touched, or the SQLSTATE it was refused with. */
const touched = (sql: TransactionSql, run: (sql: TransactionSql) => Promise<{ count: number }>) =>
  sql.savepoint(run).then(
    ({ count }) => count,
    (error: unknown) => (error as { code: string }).code,
  );

/** The other person's rows in a table, whoever asks. */
const rowsOf = async (table: string, column: string, owner: string) =>
  (
    await pool()<{ row: string }[]>`
      select to_jsonb(t)::text as row from ${pool()(table)} t where ${pool()(column)} = ${owner} order by 1`
  ).map(({ row }) => row);

test("every table of the schema public has row-level security", () => {
  expect(names).toContain("images");
  expect(tables.filter(({ isGuarded }) => !isGuarded)).toEqual([]);
});

test("the two people own rows in every table that has owners", async () => {
  for (const { name, ownerColumn } of owned)
    expect(await rowsOf(name, ownerColumn, other), name).not.toHaveLength(0);
});

describe.each([
  { rights: "with the rights of a person", isEverythingGranted: false },
  { rights: "even if every right on every table were granted", isEverythingGranted: true },
])("$rights", (grants) => {
  test.each(owned)("nobody reads, changes or deletes another's $name", async (table) => {
    const { name, ownerColumn } = table;
    const before = await rowsOf(name, ownerColumn, other);
    const counts = await as(
      "authenticated",
      async (sql) => {
        const [of, theirs] = [sql(name), sql`${sql(ownerColumn)} = ${other}`];
        return [
          await touched(sql, (s) => s`select from ${of} where ${theirs}`),
          await touched(sql, (s) => s`update ${of} set ${s(ownerColumn)} = ${one} where ${theirs}`),
          await touched(sql, (s) => s`delete from ${of} where ${theirs}`),
        ];
      },
      grants,
    );
    for (const count of counts) expect([0, DENIED]).toContain(count);
    expect(await rowsOf(name, ownerColumn, other)).toEqual(before);
  });

  test.each(owned)("nobody writes a $name in another's name", async ({ name, ownerColumn }) => {
    const [row = ""] = await rowsOf(name, ownerColumn, other);
    const codes = await as(
      "authenticated",
      async (sql) => {
        const [of, column] = [sql(name), sql(ownerColumn)];
        return {
          insert: await touched(
            sql,
            (s) =>
              s`insert into ${of} overriding system value select * from jsonb_populate_record(null::${of}, ${row}::text::jsonb)`,
          ),
          give: await touched(
            sql,
            (s) => s`update ${of} set ${column} = ${other} where ${column} = ${one}`,
          ),
        };
      },
      grants,
    );
    expect(codes.insert).toBe(DENIED);
    // 23503: the trigger that keeps a dataset in its owner's project speaks first. 0: the row is not even seen.
    expect([DENIED, "23503", 0]).toContain(codes.give);
  });

  test("a person sees exactly their own rows", async () => {
    for (const { name, ownerColumn } of owned) {
      const seen = await as(
        "authenticated",
        (sql) => touched(sql, (s) => s`select from ${s(name)}`),
        grants,
      );
      const isHidden = name === "idempotency_keys";
      const mine = isHidden ? 0 : (await rowsOf(name, ownerColumn, one)).length;
      expect(grants.isEverythingGranted ? [mine] : [mine, DENIED], name).toContain(seen);
    }
  });

  test("people see nothing of the tables that belong to nobody", async () => {
    const ownerless = names.filter((name) => !owned.some((table) => table.name === name));
    await pool()`insert into rate_limits values ('k', now())`;
    for (const name of ownerless)
      expect([0, DENIED], name).toContain(
        await as("authenticated", (sql) => touched(sql, (s) => s`select from ${s(name)}`), grants),
      );
    await pool()`delete from rate_limits where key = 'k'`;
  });

  test("a stranger sees, changes and deletes nothing anywhere", async () => {
    for (const { name, ownerColumn } of owned) {
      const counts = await as(
        "anon",
        async (sql) => {
          const [of, column] = [sql(name), sql(ownerColumn)];
          return [
            await touched(sql, (s) => s`select from ${of}`),
            await touched(sql, (s) => s`update ${of} set ${column} = ${column}`),
            await touched(sql, (s) => s`delete from ${of}`),
          ];
        },
        grants,
      );
      for (const count of counts) expect([0, DENIED], name).toContain(count);
    }
  });
});

/** What would make a person richer, mightier or their work look different from what it was. */
const RESERVED: Record<string, readonly string[]> = {
  profiles: ["id", "email", "role", "status", "created_at"],
  credit_accounts: ["balance", "reserved", "settings"],
  credit_transactions: ["amount", "balance_after"],
  usage_metrics: ["value"],
  api_keys: ["secret_hash", "public_id", "scopes", "rate_limit", "expires_at", "revoked_at"],
  projects: ["id", "owner_id"],
  datasets: ["id", "owner_id", "validation_level", "rules", "size_fence"],
  crawl_jobs: ["status", "error", "max_images", "list_key", "keywords"],
  job_chunks: ["status", "cursor"],
  candidates: ["outcome", "url", "image_id"],
  images: [
    "owner_id",
    "dataset_id",
    "storage_key",
    "sha256",
    "licence",
    "seq",
    "is_valid",
    "hidden_by",
    "score_dark",
    "decision",
    "label",
    "labels",
    "split",
  ],
  duplicate_groups: ["keeper_id", "resolved_at"],
  dataset_labels: ["name", "aliases"],
  changes: ["actor", "action", "undone_at"],
  image_changes: ["decision_before", "decision_after"],
  deleted_images: ["image", "change_id"],
  not_duplicates: ["sha256_a"],
  dataset_overlaps: ["distance"],
  validation_batches: ["status", "result"],
  exports: ["status", "storage_key", "expires_at"],
  activity_logs: ["actor", "action"],
  job_logs: ["message"],
  notifications: ["title", "owner_id"],
};

test.each(
  Object.entries(RESERVED).flatMap(([table, columns]) => columns.map((column) => [table, column])),
)("a person cannot set %s.%s", async (table = "", column = "") => {
  const code = await as("authenticated", (sql) =>
    touched(sql, (s) => s`update ${s(table)} set ${s(column)} = default`),
  );
  expect(code).toBe(DENIED);
});

test("a person adds no rows but projects and datasets", async () => {
  const insertable = await pool()<{ table: string }[]>`
    select distinct table_name as "table" from information_schema.column_privileges
    where grantee = 'authenticated' and table_schema = 'public' and privilege_type = 'INSERT' order by 1`;
  expect(insertable.map(({ table }) => table)).toEqual(["datasets", "projects"]);
});

test("a person deletes no pictures past the application, which mends their groups and keeps them for a day", async () => {
  const deletion = await as("authenticated", (sql) => touched(sql, (s) => s`delete from images`));
  expect(deletion).toBe(DENIED);
  const cascade = await as("authenticated", (sql) =>
    touched(sql, (s) => s`delete from datasets where owner_id = ${one}`),
  );
  expect(cascade).toBe(1);
});

test("the hash of a key's secret is not readable, not even by its owner", async () => {
  const codes = await as("authenticated", async (sql) => [
    await touched(sql, (s) => s`select secret_hash from api_keys`),
    await touched(sql, (s) => s`select * from api_keys`),
    await touched(sql, (s) => s`select from api_keys where secret_hash like 'a%'`),
  ]);
  expect(codes).toEqual([DENIED, DENIED, DENIED]);
});

test("a dataset cannot be put into another person's project", async () => {
  const [theirs] = await pool()<
    { id: string }[]
  >`select id from projects where owner_id = ${other}`;
  const codes = await as("authenticated", async (sql) => [
    await touched(sql, (s) => s`update datasets set project_id = ${theirs?.id ?? ""}`),
    await touched(
      sql,
      (s) =>
        s`insert into datasets (id, owner_id, project_id, name) values (gen_random_uuid(), ${one}, ${theirs?.id ?? ""}, 'x')`,
    ),
  ]);
  expect(codes).toEqual(["23503", "23503"]);
});

test("strangers and people have no rights on the accounts, the queue or the migrations", async () => {
  const open = await pool()`
    select grantee, table_schema, table_name from information_schema.table_privileges
    where grantee in ('anon', 'authenticated', 'PUBLIC') and table_schema not in ('public', 'pg_catalog', 'information_schema')`;
  expect(open).toHaveLength(0);
  const writable = await pool()`
    select n.nspname from pg_namespace n, unnest(array['anon', 'authenticated']) as role
    where n.nspname !~ '^pg_' and has_schema_privilege(role, n.oid, 'create')`;
  expect(writable).toHaveLength(0);
});

test("no function that runs with its owner's rights can be called by a stranger or a person", async () => {
  const callable = await pool()<{ name: string; isDefiner: boolean }[]>`
    select distinct p.oid::regprocedure::text as name, p.prosecdef as "isDefiner"
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest(array['anon', 'authenticated']) as role
    where n.nspname not in ('pg_catalog', 'information_schema')
      and has_schema_privilege(role, n.oid, 'usage') and has_function_privilege(role, p.oid, 'execute') order by 1`;
  expect(callable.filter(({ isDefiner }) => isDefiner)).toEqual([]);
  expect(callable.map(({ name }) => name)).toEqual([
    "auth.email()",
    "auth.jwt()",
    "auth.role()",
    "auth.uid()",
  ]);
});
