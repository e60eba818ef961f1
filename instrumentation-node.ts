import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";
import { closeProcess, openProcess } from "@/jobs/process";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";

/** An upload of gigabytes takes longer than the five minutes that Node gives a request; headers keep their minute. */
const UPLOAD_TIMEOUT_MS = 2 * 3_600_000;

function allowLongUploads(): void {
  subscribe("http.server.request.start", (message) => {
    // What the channel of this name carries, see Node's documentation of diagnostics_channel.
    const { server } = message as { server: Server };
    server.requestTimeout = UPLOAD_TIMEOUT_MS;
  });
}

/** Everything that must stand before the first request: database, schema, queues, and an orderly end. */
export async function start(): Promise<void> {
  allowLongUploads();
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
