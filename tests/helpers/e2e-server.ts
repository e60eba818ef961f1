import { rm } from "node:fs/promises";
import { startEmbeddedPostgres } from "@/lib/db/embedded";
import { SOURCES } from "@/lib/domain/source";
import { buildIfStale, launchApp } from "@/scripts/launch-app";
import { startE2eSite } from "./e2e-site";
import { scratchDirectory } from "./scratch";

/** Nothing listens there: a source that a test did not replace fails at once instead of reaching the network. */
const NOWHERE = "http://127.0.0.1:9";
/** The sample source is part of the application and answers without a network. */
const NETWORKED = SOURCES.filter((kind) => kind !== "sample");
const FIRST_PORT = 4100;

buildIfStale();
const dataDir = scratchDirectory();
const database = await startEmbeddedPostgres({ dataDir, durable: false });
const site = await startE2eSite();
const close = async () => {
  await site.close();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
};
const app = await launchApp({
  port: FIRST_PORT,
  env: {
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    LOG_LEVEL: "warn",
    RUN_QUEUES: "in-process",
    SUPABASE_URL: "",
    SUPABASE_ANON_KEY: "",
    SUPABASE_SERVICE_ROLE_KEY: "",
    STORAGE_PROVIDER: "local",
    STORAGE_LOCAL_DIR: "",
    CRAWL_ALLOWED_PRIVATE_HOSTS: process.env.CRAWL_ALLOWED_PRIVATE_HOSTS || site.hosts.join(","),
    SOURCE_BASE_URLS:
      process.env.SOURCE_BASE_URLS ||
      JSON.stringify({
        ...Object.fromEntries(NETWORKED.map((kind) => [kind, NOWHERE])),
        ...site.baseUrls,
      }),
  },
}).catch(async (error: unknown) => {
  await close();
  throw error;
});

// Both Playwright and a terminal send the signal to the whole group, so more than once to some.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void app.stop());
process.stdout.write(`ready on ${app.url}, its sources on ${site.controlUrl}\n`);
await app.ended;
await close();
