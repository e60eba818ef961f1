import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { afterAll, inject } from "vitest";
import { changeDatabases } from "./databases";
import { scratchDirectory } from "./scratch";

// Each test file has a database and a data directory of its own, and no settings but these.
const serverUrl = inject("serverUrl");
const name = `test_${randomUUID().replaceAll("-", "")}`;
const dataDir = scratchDirectory();

await changeDatabases(
  serverUrl,
  (sql) => sql`create database ${sql(name)} template ${sql(inject("template"))}`,
);
const url = new URL(serverUrl);
url.pathname = name;
Object.assign(process.env, {
  NODE_ENV: "test",
  DATABASE_URL: url.href,
  DATA_DIR: dataDir,
  APP_URL: "",
  LOG_LEVEL: "silent",
  SUPABASE_URL: "",
  SUPABASE_ANON_KEY: "",
  SUPABASE_SERVICE_ROLE_KEY: "",
  STORAGE_PROVIDER: "local",
  STORAGE_LOCAL_DIR: "",
  SOURCE_BASE_URLS: "",
  CRAWL_ALLOWED_PRIVATE_HOSTS: "",
  LLM_BASE_URL: "",
  LLM_MODEL: "",
});

afterAll(async () => {
  await changeDatabases(serverUrl, (sql) => sql`drop database ${sql(name)} with (force)`);
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
});
