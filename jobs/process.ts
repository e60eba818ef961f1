import { isDatabaseAway, pool } from "@/lib/db/client";
import { ensureDatabase } from "@/lib/db/ensure-database";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { decoders } from "./crawl/decoders";
import { closeRenderer } from "./crawl/renderer";
import { openQueues, startQueues, stopQueues } from "./index";

/** Database, schema and queues for a web process or a worker; `works` says whether it takes jobs itself. */
export async function openProcess({ works }: { works: boolean }): Promise<void> {
  env();
  await ensureDatabase();
  await openQueues();
  if (works) await startQueues();
  process.on("unhandledRejection", survive);
  logger().info({ works, pid: process.pid }, "ready");
}

/** The driver's own first query may fail with its connection where nobody waits for it; all else is a defect. */
function survive(reason: unknown): void {
  if (!isDatabaseAway(reason)) throw reason;
  logger().warn({ error: reason }, "a database connection was lost");
}

/** In the reverse order, each with a deadline of its own. */
export async function closeProcess(): Promise<void> {
  await stopQueues();
  await closeRenderer();
  await decoders().close();
  await pool().end({ timeout: 5 });
  await (await ensureDatabase()).stop();
}
