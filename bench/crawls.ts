import { rm } from "node:fs/promises";
import { join } from "node:path";
import { startSite } from "./loopback-site";
import { runMemory } from "./memory-run";
import { preparePictures } from "./pictures";
import { runRate } from "./rate-run";
import { scratchFolder, settings } from "./settings";

/** Crawls of the loopback site by the product as it is in production, in a process of its own settings. */
export async function runCrawls(): Promise<object> {
  const { photos, count, isMemoryRun } = settings;
  const site = await startSite(await preparePictures(photos, count));
  const scratch = scratchFolder();
  // Before the product reads its settings, which it does once: all as they come, but these.
  Object.assign(process.env, {
    NODE_ENV: "production",
    DATA_DIR: join(scratch, "data"),
    DATABASE_URL: "",
    STORAGE_LOCAL_DIR: "",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
    CRAWL_ALLOWED_PRIVATE_HOSTS: site.hosts.join(","),
  });
  const { closeProcess, openProcess } = await import("@/jobs/process");
  try {
    await openProcess({ works: true });
    return isMemoryRun ? await runMemory(site) : await runRate(site, scratch);
  } finally {
    await closeProcess();
    site.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}
