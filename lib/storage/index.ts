import { join } from "node:path";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { processGlobal } from "@/lib/process-global";
import { localStorage } from "./local";
import type { Storage } from "./storage";

/** The storage of this installation. Its first use removes what an interrupted process left behind. */
export const storage = (): Storage =>
  processGlobal("storage", () => {
    const { STORAGE_LOCAL_DIR, DATA_DIR } = env();
    const store = localStorage(STORAGE_LOCAL_DIR ?? join(DATA_DIR, "storage"));
    store.sweepTemporary().catch((error: unknown) => {
      logger().warn({ error }, "temporary files were not swept");
    });
    return store;
  });
