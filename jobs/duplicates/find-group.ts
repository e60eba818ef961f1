import type { Tx } from "@/lib/db/client";
import { listWithMates, type MemberRow } from "@/lib/db/group-members";
import { readApartnessAmong } from "@/lib/db/not-duplicates";
import { fitsGroup } from "@/lib/pipeline/dedupe/group";
import type { FingerprintedPicture } from "@/lib/pipeline/dedupe/pairs";
import type { DatasetIndex } from "../crawl/dataset-index";

/** Copies whose groups are tried, nearest first; one that fits none of them stands alone. */
const MAX_TRIED = 50;

/**
 * The members of the nearest group that a picture may join, or the single picture that it is a copy of. Null where it
 * fits nowhere. Rows that were deleted since fall out of the index on the way.
 */
export async function findGroup(
  tx: Tx,
  index: DatasetIndex,
  datasetId: string,
  picture: FingerprintedPicture & { readonly sha256: string },
): Promise<MemberRow[] | null> {
  const ids = index
    .findNear(picture)
    .slice(0, MAX_TRIED)
    .map(({ id }) => id);
  if (ids.length === 0) return null;
  const rows = await listWithMates(tx, ids);
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) if (!known.has(id)) index.forget(id);
  const isApart = await readApartnessAmong(tx, datasetId, [
    picture.sha256,
    ...rows.map(({ sha256 }) => sha256),
  ]);
  const hashOf = (id: string) => known.get(id)?.sha256 ?? picture.sha256;
  const groups = Map.groupBy(rows, ({ id, duplicateGroupId }) => duplicateGroupId ?? id);
  for (const id of ids) {
    const key = known.get(id)?.duplicateGroupId ?? id;
    const members = groups.get(key);
    // Asked once, however many of its members are near.
    groups.delete(key);
    if (members && fitsGroup(picture, members, (a, b) => isApart(hashOf(a), hashOf(b))))
      return members;
  }
  return null;
}
