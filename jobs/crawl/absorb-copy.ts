import { absorbCopies } from "@/lib/db/absorbed-copies";
import type { Db } from "@/lib/db/client";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import { ensureLabels, readAliases } from "@/lib/db/labels";
import { withoutSignature } from "@/lib/pipeline/discover/normalize-url";
import { type ClaimedCandidate, labelsOf } from "./image-row";

/** Labels as they are called now: a former name, or one that was merged, stands for its present one. */
export const presentNames = (
  labels: readonly string[],
  aliases: ReadonlyMap<string, string>,
): string[] => [...new Set(labels.map((label) => aliases.get(label) ?? label))];

/** What is known of a picture through a copy that is not stored: it has the copy's labels too, and was found there as well. */
export async function absorbCopy(
  db: Db,
  { ownerId, datasetId }: Pick<CrawlJobRow, "ownerId" | "datasetId">,
  imageId: string,
  candidate: ClaimedCandidate,
): Promise<void> {
  const labels = presentNames(labelsOf(candidate), await readAliases(db, datasetId));
  const { source, pageUrl, url, licence, creator } = candidate;
  const originalUrl = withoutSignature(url);
  const found = { source, pageUrl, originalUrl, licence, creator, labels };
  const changed = await absorbCopies(db, [{ imageId, labels, sources: [found] }]);
  if (changed.length > 0) await ensureLabels(db, { ownerId, datasetId }, labels);
}
