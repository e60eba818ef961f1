import { closeProcess, openProcess } from "@/jobs/process";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";

/** Everything that must stand before the first request: database, schema, queues, and an orderly end. */
export async function start(): Promise<void> {
  await openProcess({ works: env().RUN_QUEUES === "in-process" });
  if (!env().NEXT_MANUAL_SIG_HANDLE) return;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      logger().info({ signal }, "shutting down");
      closeProcess()
        .catch((error: unknown) => logger().error({ error }, "shutdown failed"))
        .finally(() => process.exit(0));
      // A second signal does not wait.
      process.once(signal, () => process.exit(1));
    });
}
