import "./load-env";
import { closeProcess, openProcess } from "@/jobs/process";
import { logger } from "@/lib/logger";

await openProcess({ works: true });
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.once(signal, () => {
    logger().info({ signal }, "shutting down");
    void closeProcess().finally(() => process.exit(0));
    process.once(signal, () => process.exit(1));
  });
