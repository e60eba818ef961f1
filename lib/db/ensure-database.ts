import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { processGlobal } from "@/lib/process-global";
import { startEmbeddedPostgres } from "./embedded";

/** Starts (or joins) the embedded Postgres where no DATABASE_URL is set; answers what ends it. */
export const ensureDatabase = (): Promise<{ stop(): Promise<void> }> =>
  processGlobal("embedded-postgres", async (): Promise<{ stop(): Promise<void> }> => {
    if (env().DATABASE_URL) return { stop: async () => undefined };
    return startEmbeddedPostgres({
      dataDir: env().DATA_DIR,
      log: (message) => logger().info({ part: "postgres" }, message),
    });
  });
