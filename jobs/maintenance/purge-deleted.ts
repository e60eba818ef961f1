import { db } from "@/lib/db/client";
import { forgetDeleted } from "@/lib/db/deleted-images";
import { sweepDataset } from "../sweep-dataset";

/** Pictures forgotten at once, and how many times in one sweep; the others wait for the next, a minute later. */
const BATCH = 2_000;
const MOST_BATCHES = 10;

/** Forgets a batch; the files go with the sweep of their dataset, which looks whether another picture has them. */
const purgeBatch = (): Promise<number> =>
  db().transaction(async (tx) => {
    const datasetIds = await forgetDeleted(tx, BATCH);
    for (const datasetId of datasetIds) await sweepDataset.enqueue({ datasetId }, { tx });
    return datasetIds.length;
  });

/** Deleted pictures that can no longer be brought back are gone for good. */
export async function purgeDeletedImages(): Promise<void> {
  for (let count = 0; count < MOST_BATCHES; count++) if ((await purgeBatch()) === 0) return;
}
