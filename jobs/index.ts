import { databaseUrl } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { forgetProcessGlobal } from "@/lib/process-global";
import { discoverPage } from "./crawl/discover-page";
import { ingestLane } from "./crawl/ingest-lane";
import { dedupe } from "./dedupe";
import { boss, prepareQueue, shutdown, startWorker, type Worker, worker } from "./define-queue";
import { discover } from "./discover";
import { regroupDataset } from "./duplicates/regroup";
import { exportDataset } from "./export";
import { buildExport } from "./export/build-export";
import { ingest } from "./ingest";
import { sweepAll } from "./maintenance/sweep-all";
import { sweepOrphans } from "./maintenance/sweep-orphans";
import { sweep } from "./sweep";
import { sweepDataset } from "./sweep-dataset";
import { validate } from "./validate";
import { runValidation } from "./validation/run-validation";

/** Every queue of the product, with what does its work. */
export const WORKERS: readonly Worker[] = [
  worker(discover, discoverPage),
  worker(ingest, ingestLane),
  worker(exportDataset, buildExport),
  worker(validate, runValidation),
  worker(dedupe, regroupDataset),
  worker(sweepDataset, sweepOrphans),
  worker(sweep, sweepAll),
];

/** How long running work may take to hand back what it holds. */
const STOP_MS = 15_000;

/** Brings the schema up to date and makes the queues known, so that this process can enqueue. */
export async function openQueues(): Promise<void> {
  await migrate(databaseUrl());
  await boss().start();
  for (const { queue } of WORKERS) await prepareQueue(queue);
}

/** Lets this process work. */
export async function startQueues(): Promise<void> {
  for (const each of WORKERS) await startWorker(each);
  await boss().schedule(sweep.name, "* * * * *", {});
  await sweep.enqueue({});
}

/** Ends running work gracefully: it gives back its leases, and another process or the next start goes on. */
export async function stopQueues(): Promise<void> {
  shutdown().abort();
  await boss().stop({ graceful: true, timeout: STOP_MS });
  forgetProcessGlobal("pg-boss");
}
