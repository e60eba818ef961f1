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
}

/** A picture that is kept, and what its copies bring: once each picture in one call. */
export interface Absorbed {
  readonly imageId: string;
  readonly labels: readonly string[];
  readonly sources: readonly Provenance[];
}

/** What came first says most; the copies themselves are stored, or their candidates are. */
const MAX_SOURCES = 20;

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
  const known = sql`coalesce(i.metadata -> 'alsoFrom', '[]'::jsonb)`;
  const newLabels = sql`array(select l from jsonb_array_elements_text(g.labels) with ordinality as t(l, n)
    where not l = any(i.labels) order by n limit greatest(0, ${MAX_LABELS_PER_IMAGE}::int - cardinality(i.labels)))`;
  const newSources = sql`(select coalesce(jsonb_agg(s order by n), '[]'::jsonb) from (
    select s, n from jsonb_array_elements(g.sources) with ordinality as t(s, n)
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
