import { sql } from "drizzle-orm";
import { MAX_LABELS_PER_IMAGE } from "@/lib/domain/label";
import type { Db } from "./client";

/** Where else a picture was found: one entry of `metadata.alsoFrom` of the copy that is kept. */
export interface Provenance {
  readonly source: string;
  readonly pageUrl: string | null;
  readonly originalUrl: string;
  readonly licence: string;
  readonly creator: string | null;
  /** Given: all labels of the copy. Stored: those that the picture has from copies alone, this one among them. */
  readonly labels?: readonly string[];
}

/** A picture that is kept, and what its copies bring: once each picture in one call. */
export interface Absorbed {
  readonly imageId: string;
  readonly labels: readonly string[];
  readonly sources: readonly Provenance[];
}

/** What came first says most; the copies themselves are stored, or their candidates are. */
const MAX_SOURCES = 20;

const alsoFrom = (table: "i" | "k" | "m" | "h") =>
  sql.raw(`coalesce(${table}.metadata -> 'alsoFrom', '[]'::jsonb)`);

const isFirst = (source: Provenance, at: number, all: readonly Provenance[]) =>
  all.findIndex(({ originalUrl }) => originalUrl === source.originalUrl) === at;

/** Labels of copies become labels of the picture that is kept, and their sources are noted with it. Answers whose row changed. */
export async function absorbCopies(db: Db, all: readonly Absorbed[]): Promise<string[]> {
  if (all.length === 0) return [];
  const gains = all.map(({ imageId, labels, sources }) => ({
    image_id: imageId,
    labels: [...new Set(labels)],
    sources: sources.filter(isFirst).slice(0, MAX_SOURCES + 1),
  }));
  const known = alsoFrom("i");
  const newLabels = sql`array(select l from jsonb_array_elements_text(g.labels) with ordinality as t(l, n)
    where not l = any(i.labels) order by n limit greatest(0, ${MAX_LABELS_PER_IMAGE}::int - cardinality(i.labels)))`;
  const brought = sql`array(select l from jsonb_array_elements_text(s -> 'labels') with ordinality as t(l, n)
    where not l = any(i.labels) or ${known} @> jsonb_build_array(jsonb_build_object('labels', jsonb_build_array(l)))
    order by n)`;
  const newSources = sql`(select coalesce(jsonb_agg(s order by n), '[]'::jsonb) from (
    select s - 'labels' || case when ${brought} = '{}' then '{}'::jsonb
      else jsonb_build_object('labels', ${brought}) end as s, n
    from jsonb_array_elements(g.sources) with ordinality as t(s, n)
    where s ->> 'originalUrl' <> i.original_url
      and not ${known} @> jsonb_build_array(jsonb_build_object('originalUrl', s -> 'originalUrl'))
    order by n limit greatest(0, ${MAX_SOURCES}::int - jsonb_array_length(${known}))) as fresh)`;
  const rows = await db.execute<{ id: string }>(sql`
    update images i set labels = i.labels || ${newLabels},
      metadata = case when ${newSources} = '[]'::jsonb then i.metadata
        else i.metadata || jsonb_build_object('alsoFrom', ${known} || ${newSources}) end
    from jsonb_to_recordset(${JSON.stringify(gains)}::text::jsonb) as g(image_id uuid, labels jsonb, sources jsonb)
    where i.id = g.image_id and (${newLabels} <> '{}' or ${newSources} <> '[]'::jsonb)
    returning i.id`);
  return rows.map(({ id }) => id);
}

/** A picture that stood behind another, and does no more. */
export interface Parted {
  readonly imageId: string;
  readonly from: string;
}

/**
 * Where both are shown now, a picture takes back what it gave to the other: its places, and the labels that came with
 * these alone. What still stands behind the other leaves its own with it, and the first label stays whatever it is.
 */
export async function takeBack(tx: Db, parted: readonly Parted[]): Promise<void> {
  if (parted.length === 0) return;
  await tx.execute(sql`
    with gone as (
      select p."from" as id, array_agg(distinct u.url) as urls
      from jsonb_to_recordset(${JSON.stringify(parted)}::text::jsonb) as p("imageId" uuid, "from" uuid)
      join images m on m.id = p."imageId"
      cross join lateral (select m.original_url as url
        union select s ->> 'originalUrl' from jsonb_array_elements(${alsoFrom("m")}) as s
        union select c.url from candidates c where c.image_id = m.id and c.outcome = 'exact-duplicate') as u
      where not exists (select 1 from images h where h.duplicate_of = p."from" and (h.original_url = u.url
        or ${alsoFrom("h")} @> jsonb_build_array(jsonb_build_object('originalUrl', u.url))))
      group by 1
    ), split as (
      select k.id, coalesce(jsonb_agg(s order by n) filter (where not s ->> 'originalUrl' = any(g.urls)), '[]') as kept,
        coalesce(jsonb_agg(s -> 'labels') filter (where s ->> 'originalUrl' = any(g.urls)), '[]') as taken
      from gone g join images k on k.id = g.id and not k.is_duplicate
      cross join lateral jsonb_array_elements(${alsoFrom("k")}) with ordinality as t(s, n) group by k.id
    )
    update images i set
      metadata = case when split.kept = '[]' then i.metadata - 'alsoFrom'
        else i.metadata || jsonb_build_object('alsoFrom', split.kept) end,
      labels = i.labels[1:1] || array(select l from unnest(i.labels[2:]) with ordinality as t(l, n)
        where not split.taken @> jsonb_build_array(jsonb_build_array(l))
          or split.kept @> jsonb_build_array(jsonb_build_object('labels', jsonb_build_array(l))) order by n)
    from split where i.id = split.id`);
}

/** Where else each of some pictures was found. */
export async function listSourcesOf(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Provenance[]>> {
  const rows = await db.execute<{ id: string; sources: Provenance[] }>(sql`
    select i.id, ${alsoFrom("i")} as sources from images i where i.id = any(${sql.param(ids)}::uuid[])`);
  return new Map(rows.map(({ id, sources }) => [id, sources]));
}

/** What a change made of the places of one picture. */
export interface SourceTurn {
  readonly imageId: string;
  readonly before: readonly Provenance[];
  readonly after: readonly Provenance[];
}

/** Places that changed with a change are as they were, where nothing else has changed them since. */
export const restoreSources = (tx: Db, turns: readonly SourceTurn[]) =>
  tx.execute(sql`
    update images i set metadata = case when t.before = '[]' then i.metadata - 'alsoFrom'
      else i.metadata || jsonb_build_object('alsoFrom', t.before) end
    from jsonb_to_recordset(${JSON.stringify(turns)}::text::jsonb) as t("imageId" uuid, before jsonb, after jsonb)
    where i.id = t."imageId" and ${alsoFrom("i")} = t.after`);
