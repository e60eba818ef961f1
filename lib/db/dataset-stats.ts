import { sql } from "drizzle-orm";
import type { OutcomeCounts } from "@/lib/domain/outcome";
import type { Db } from "./client";

interface Count {
  value: string;
  count: number;
}
/** Numbers of one dataset, each list by falling count and at most `TOP` long. */
const TOP = 200;

const kept = (datasetId: string) =>
  sql`i.dataset_id = ${datasetId} and i.is_valid and not i.is_duplicate and i.decision <> 'rejected'`;

const countsBy = async (db: Db, datasetId: string, value: ReturnType<typeof sql>, from = sql``) =>
  (await db.execute(sql`
    select ${value} as value, count(*)::int as count from images i ${from}
    where ${kept(datasetId)} group by 1 order by 2 desc, 1 limit ${TOP}`)) as unknown as Count[];

const SIZE_BUCKET = sql`case
  when greatest(i.width, i.height) < 256 then 'under 256'
  when greatest(i.width, i.height) < 512 then '256–511'
  when greatest(i.width, i.height) < 1024 then '512–1023'
  when greatest(i.width, i.height) < 2048 then '1024–2047'
  else '2048 and up' end`;
const HOST = sql`coalesce(substring(i.original_url from '^[a-z]+://([^/:?#]+)'), 'unknown')`;

export async function readDatasetStats(db: Db, datasetId: string) {
  const labels = await countsBy(db, datasetId, sql`i.label`);
  const issues = await countsBy(
    db,
    datasetId,
    sql`issue`,
    sql`cross join unnest(i.issues) as issue`,
  );
  const sources = await countsBy(db, datasetId, sql`i.source`);
  const licences = await countsBy(db, datasetId, sql`i.licence`);
  const formats = await countsBy(db, datasetId, sql`i.format::text`);
  const hosts = await countsBy(db, datasetId, HOST);
  const buckets = await countsBy(db, datasetId, SIZE_BUCKET);
  const decisions = (await db.execute(sql`
    select decision::text as value, count(*)::int as count from images
    where dataset_id = ${datasetId} and not is_duplicate group by 1 order by 1`)) as unknown as Count[];
  const [sizes] = await db.execute<{
    total: number;
    width: number | null;
    height: number | null;
  }>(sql`
    select coalesce(sum(i.size_bytes), 0)::float8 as total,
      percentile_cont(0.5) within group (order by i.width) as width,
      percentile_cont(0.5) within group (order by i.height) as height
    from images i where ${kept(datasetId)}`);
  const [duplicates] = await db.execute<{ groups: number; images: number }>(sql`
    select count(distinct duplicate_group_id)::int as groups, count(*) filter (where is_duplicate)::int as images
    from images where dataset_id = ${datasetId} and duplicate_group_id is not null`);
  const losses = (await db.execute(sql`
    select k.source as source, c.outcome::text as outcome, count(*)::int as count
    from crawl_jobs j join job_chunks k on k.crawl_job_id = j.id join candidates c on c.chunk_id = k.id
    where j.dataset_id = ${datasetId} group by 1, 2`)) as unknown as {
    source: string;
    outcome: string | null;
    count: number;
  }[];
  const outcomes: Record<string, number> = {};
  let found = 0;
  for (const { outcome, count } of losses) {
    found += count;
    if (outcome) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  }
  return {
    found,
    outcomes: outcomes as OutcomeCounts,
    losses: losses.filter((loss) => loss.outcome !== null && loss.outcome !== "accepted"),
    labels,
    issues,
    sources,
    licences,
    formats,
    hosts,
    buckets,
    decisions,
    sizes: sizes ?? { total: 0, width: null, height: null },
    duplicates: duplicates ?? { groups: 0, images: 0 },
  };
}
