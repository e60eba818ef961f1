import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { processGlobal } from "@/lib/process-global";
import * as accounts from "./schema/accounts";
import * as collections from "./schema/collections";
import * as crawl from "./schema/crawl";
import * as exportTables from "./schema/exports";
import * as imageTables from "./schema/images";
import * as platform from "./schema/platform";

const schema = {
  ...accounts,
  ...collections,
  ...crawl,
  ...imageTables,
  ...exportTables,
  ...platform,
};

/** DATABASE_URL, else the URL that the embedded Postgres wrote when it started. */
export function databaseUrl(): string {
  const { DATABASE_URL, DATA_DIR } = env();
  if (DATABASE_URL) return DATABASE_URL;
  try {
    return readFileSync(join(DATA_DIR, "postgres.url"), "utf8").trim();
  } catch (cause) {
    throw new AppError("unavailable", "The database is not running.", { cause });
  }
}

export const pool = () =>
  processGlobal("pg-pool", () =>
    postgres(databaseUrl(), {
      max: env().DATABASE_POOL_SIZE,
      connect_timeout: 10,
      idle_timeout: 300,
      connection: { application_name: "pixcrawler" },
      onnotice: () => undefined,
    }),
  );

export const db = () =>
  processGlobal("drizzle", () => drizzle(pool(), { schema, casing: "snake_case" }));

/** Throws unless the database answers. */
export const ping = () => pool()`select 1`;

export type Tx = Parameters<Parameters<ReturnType<typeof db>["transaction"]>[0]>[0];
export type Db = ReturnType<typeof db> | Tx;

/** Connection lost or refused, server starting or stopping, too many connections: worth waiting for. */
export function isDatabaseAway(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(CONNECTION_|CONNECT_TIMEOUT|57P0|53300|08)/.test(code)) return true;
  // A browser that goes away is an ECONNRESET too, but of no system call of ours.
  const isSocket = error instanceof Error && "syscall" in error;
  if (isSocket && /^(ECONN|EPIPE|ETIMEDOUT)/.test(code)) return true;
  return error instanceof Error && error.cause !== undefined && isDatabaseAway(error.cause);
}

/** Whether Postgres refused with this SQLSTATE. */
export const hasSqlState = (error: unknown, state: string): boolean =>
  error instanceof Error &&
  (("code" in error && error.code === state) || hasSqlState(error.cause, state));
