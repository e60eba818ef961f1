import { sql } from "drizzle-orm";
import type { OutcomeCounts } from "@/lib/domain/outcome";
import type { Db } from "./client";

const jobsOf = (datasetId: string) =>
  sql`(select id from crawl_jobs where dataset_id = ${datasetId})`;

/** What all crawls of a dataset found and fetched. */
export async function countFetched(db: Db, datasetId: string) {
  const [row] = await db.execute<{ found: number; fetched: number }>(sql`
    select count(*)::int as found, count(*) filter (where is_downloaded)::int as fetched
    from candidates where crawl_job_id in ${jobsOf(datasetId)}`);
  return row ?? { found: 0, fetched: 0 };
}

/** A keyword on a source, over all crawls of a dataset. */
interface Search {
  readonly keyword: string;
  readonly label: string;
  readonly source: string;
  readonly expansionOf: string | null;
  readonly strategy: string | null;
  readonly found: number;
  readonly outcomes: OutcomeCounts;
}

/** The searches that found most. */
export const listSearches = async (db: Db, datasetId: string, limit: number) =>
  (await db.execute(sql`
    with counted as (
      select chunk_id, outcome, count(*)::int as count from candidates
      where crawl_job_id in ${jobsOf(datasetId)} group by 1, 2),
    searches as (
      select k.keyword, k.label, k.source, min(k.expansion_of) as "expansionOf", min(k.strategy) as strategy,
        c.outcome, coalesce(sum(c.count), 0)::int as count
      from job_chunks k left join counted c on c.chunk_id = k.id
      where k.crawl_job_id in ${jobsOf(datasetId)} group by k.keyword, k.label, k.source, c.outcome)
    select keyword, label, source, min("expansionOf") as "expansionOf", min(strategy) as strategy, sum(count)::int as found,
      coalesce(json_object_agg(outcome, count) filter (where outcome is not null), '{}') as outcomes
    from searches group by keyword, label, source order by found desc, keyword, label, source
    limit ${limit}`)) as unknown as Search[];

/** How long a host kept a crawl at work: from the first of its pictures that was found to the last that was done. */
interface HostTime {
  readonly host: string;
  readonly found: number;
  readonly accepted: number;
  readonly attempts: number;
  readonly tookMs: number;
}

/** The hosts that took longest. */
export const listSlowestHosts = async (db: Db, crawlJobId: string, limit: number) =>
  (await db.execute(sql`
    select host, count(*)::int as found, count(*) filter (where outcome = 'accepted')::int as accepted,
      sum(attempts)::int as attempts,
      (1000 * extract(epoch from max(finished_at) - min(created_at)))::float8 as "tookMs"
    from candidates where crawl_job_id = ${crawlJobId} and attempts > 0
    group by 1 having max(finished_at) is not null order by 5 desc, 1 limit ${limit}`)) as unknown as HostTime[];

/** Groups of duplicates by why their keeper is kept and what a person said; null: nobody did. */
interface KeptFor {
  readonly keeperReason: string | null;
  readonly resolution: string | null;
  readonly groups: number;
  readonly copies: number;
}

export const countKeeperReasons = async (db: Db, datasetId: string) =>
  (await db.execute(sql`
    select keeper_reason as "keeperReason", resolution, count(*)::int as groups, sum(member_count - 1)::int as copies
    from duplicate_groups where dataset_id = ${datasetId} and member_count > 1
    group by 1, 2 order by 3 desc, 1, 2`)) as unknown as KeptFor[];
