import { sql } from "drizzle-orm";
import type { Image } from "@/lib/domain/image";
import type { Db } from "./client";
import { distanceTo, type Hashes } from "./image-order";
import { images } from "./schema/images";

/** Pictures looked at in other datasets, the newest: the scan takes about a second for each million. */
const MOST_ELSEWHERE = 200_000;

export type NeighbourRow = Pick<
  Image,
  "id" | "datasetId" | "width" | "height" | "label" | "decision" | "isDuplicate"
> & { datasetName: string; distance: number };

/** The pictures of one's own that differ least from another, in any of its stored orientations; of equals those of its dataset first. */
export function listNeighbours(
  db: Db,
  of: Hashes & { id: string; ownerId: string; datasetId: string },
  { radius, limit }: { radius: number; limit: number },
): Promise<NeighbourRow[]> {
  const { id, ownerId, datasetId } = of;
  const found = sql`select ${images.id} as id, ${images.datasetId} as dataset_id, ${distanceTo(of)}::int as distance
    from ${images} where ${images.ownerId} = ${ownerId}`;
  return db.execute<NeighbourRow & Record<string, unknown>>(sql`
    select i.id, i.dataset_id as "datasetId", i.width, i.height, i.label, i.decision,
      i.is_duplicate as "isDuplicate", d.name as "datasetName", n.distance
    from (
      select * from (
        (${found} and ${images.datasetId} = ${datasetId} and ${images.id} <> ${id})
        union all
        (${found} and ${images.datasetId} <> ${datasetId} order by ${images.id} desc limit ${MOST_ELSEWHERE})
      ) as all_found
      where distance <= ${radius} order by distance, dataset_id <> ${datasetId}, id limit ${limit}
    ) as n join images i on i.id = n.id join datasets d on d.id = n.dataset_id
    order by n.distance, n.dataset_id <> ${datasetId}, n.id`);
}
