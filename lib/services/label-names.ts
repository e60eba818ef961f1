import type { Tx } from "@/lib/db/client";
import * as rows from "@/lib/db/labels";
import { MAX_LABELS_PER_DATASET } from "@/lib/domain/label";
import { AppError } from "@/lib/errors";

interface Place {
  readonly ownerId: string;
  readonly datasetId: string;
}

/**
 * Rows for labels that a person gives, under the application's role. A former name that is given again is a label of its own
 * from then on. Throws limit-exceeded.
 */
export async function nameLabels(tx: Tx, place: Place, names: readonly string[]): Promise<void> {
  const { datasetId } = place;
  const known = await rows.listLabelNames(tx, datasetId);
  const fresh = names.filter((name) => !known.has(name));
  if (fresh.length === 0) return;
  if (known.size + fresh.length > MAX_LABELS_PER_DATASET)
    throw new AppError(
      "limit-exceeded",
      `A dataset has at most ${MAX_LABELS_PER_DATASET} labels: merge some first.`,
    );
  await rows.dropAliases(tx, datasetId, fresh);
  await rows.ensureLabels(tx, place, fresh);
}
