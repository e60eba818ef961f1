import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import { processGlobal } from "@/lib/process-global";
import type { Picture } from "./image-row";
import { keepPictures } from "./keep-pictures";

interface Waiting {
  readonly job: CrawlJobRow;
  readonly picture: Picture;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
interface Desk {
  isBusy: boolean;
  readonly waiting: Waiting[];
}

/** In one transaction at most: what waits while one commits goes together in the next. */
const MAX_BATCH = 32;

const desks = () => processGlobal("admission", () => new Map<string, Desk>());

async function admitBatch(batch: readonly Waiting[]): Promise<void> {
  const [first] = batch;
  if (!first) return;
  try {
    const pictures = batch.map(({ picture }) => picture);
    await keepPictures(first.job, pictures);
    for (const { resolve } of batch) resolve();
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** Serves one dataset at a time in this process, so that waiting for its lock takes one connection, not many. */
async function serve(datasetId: string, desk: Desk): Promise<void> {
  while (desk.waiting.length > 0) {
    const [first] = desk.waiting;
    const batch = desk.waiting.filter(({ job }) => job.id === first?.job.id).slice(0, MAX_BATCH);
    for (const waiting of batch) desk.waiting.splice(desk.waiting.indexOf(waiting), 1);
    await admitBatch(batch);
  }
  desk.isBusy = false;
  desks().delete(datasetId);
}

/** Decides about a picture, and ends its candidate; rejects when the database is not to be had. */
export const admit = (job: CrawlJobRow, picture: Picture): Promise<void> =>
  new Promise((resolve, reject) => {
    const desk = desks().get(job.datasetId) ?? { isBusy: false, waiting: [] };
    desks().set(job.datasetId, desk);
    desk.waiting.push({ job, picture, resolve, reject });
    if (desk.isBusy) return;
    desk.isBusy = true;
    void serve(job.datasetId, desk);
  });
