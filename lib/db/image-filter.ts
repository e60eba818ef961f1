import { and, eq, gte, ilike, lte, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { ImageFilter } from "@/lib/domain/curation";
import type { Issue } from "@/lib/domain/issue";
import { scoreRangesOf } from "@/lib/domain/issue";
import { isHidden, isJudged, isKept } from "./kept";
import { images } from "./schema/images";
import { SCORE_COLUMNS } from "./schema/measurements";

/** `%`, `_` and `\` in a person's text mean themselves. */
const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** A condition when the filter names something, else none. */
const given = <T>(value: T | undefined, condition: (value: T) => SQL | undefined) =>
  value === undefined ? undefined : condition(value);

/** Near-duplicates are marked in their row; of exact ones only the candidate is left that led to them. */
function hasIssue(issue: Issue): SQL {
  if (issue === "near-duplicate") return eq(images.isDuplicate, true);
  if (issue === "exact-duplicate")
    return sql`exists (select 1 from candidates c where c.image_id = ${images.id} and c.outcome = 'exact-duplicate')`;
  return sql`${images.issues} @> array[${issue}]::text[]`;
}

/** As the scores lie in their columns, so that a score of exactly the limit is on the side that was asked for. */
const inScoreRanges = (text: string) =>
  and(
    ...scoreRangesOf(text).map(({ issue, from, to }) => {
      const score = images[SCORE_COLUMNS[issue]];
      const below = to === 1 ? undefined : sql`${score} < ${to}::real`;
      return and(sql`${score} >= ${from}::real`, below);
    }),
  );

/** The address holds the host somewhere, which is quick to see, and it is its host, which is not. */
const isOfHost = (host: string) =>
  and(
    sql`${images.originalUrl} like ${`%//${containing(host).slice(1)}`}`,
    sql`substring(${images.originalUrl} from '^[a-z]+://([^/:?#]+)') = ${host}`,
  );

/** One of ASPECTS. */
export const aspectOf = (width: SQLWrapper, height: SQLWrapper): SQL => sql`case
  when ${width} > 2 * ${height} then 'panorama' when 10 * ${width} > 11 * ${height} then 'landscape'
  when ${height} > 2 * ${width} then 'tall' when 10 * ${height} > 11 * ${width} then 'portrait' else 'square' end`;

/** Which images of a dataset a filter means; the one reading of it, for lists, counts and bulk changes. */
export const matching = (datasetId: string, filter: ImageFilter): SQL | undefined =>
  and(
    eq(images.datasetId, datasetId),
    given(filter.label, (label) => sql`${images.labels} @> array[${label}]::text[]`),
    given(filter.decision, (decision) => eq(images.decision, decision)),
    given(filter.issue, hasIssue),
    given(filter.score, inScoreRanges),
    given(filter.source, (source) => eq(images.source, source)),
    given(filter.licence, (licence) => eq(images.licence, licence)),
    given(filter.keyword, (keyword) => eq(images.keyword, keyword)),
    given(filter.format, (format) => eq(images.format, format)),
    given(filter.aspect, (aspect) => eq(aspectOf(images.width, images.height), aspect)),
    given(filter.split, (split) =>
      split === "none" ? sql`${images.split} is null` : eq(images.split, split),
    ),
    given(filter.minWidth, (side) => gte(images.width, sql`${side}::bigint`)),
    given(filter.maxWidth, (side) => lte(images.width, sql`${side}::bigint`)),
    given(filter.minHeight, (side) => gte(images.height, sql`${side}::bigint`)),
    given(filter.maxHeight, (side) => lte(images.height, sql`${side}::bigint`)),
    given(filter.duplicateGroupId, (group) => eq(images.duplicateGroupId, group)),
    given(filter.isDuplicate, (is) => eq(images.isDuplicate, is)),
    given(filter.isValid, (is) => eq(images.isValid, is)),
    given(filter.isHidden, (is) => (is ? isHidden() : sql`not ${isHidden()}`)),
    given(filter.isKept, (is) => (is ? isKept() : sql`not ${isKept()}`)),
    given(filter.isJudged, (is) => (is ? isJudged() : sql`not ${isJudged()}`)),
    given(filter.crawlJobId, (job) => eq(images.crawlJobId, job)),
    given(filter.host, isOfHost),
    given(filter.q || undefined, (text) =>
      or(
        ...[images.title, images.creator, images.filename, images.originalUrl].map((column) =>
          ilike(column, containing(text)),
        ),
      ),
    ),
  );

/** Images of a dataset, named one by one, by a filter, or as those that carry any of some labels. */
export type ImageTarget = { readonly datasetId: string } & (
  | { readonly imageIds: readonly string[] }
  | { readonly filter: ImageFilter }
  | { readonly labels: readonly string[] }
);

const textArray = (values: readonly string[]) => sql`${sql.param([...values])}::text[]`;

/** What a target means. Ids of other datasets mean nothing. */
export function targeted(target: ImageTarget): SQL | undefined {
  if ("filter" in target) return matching(target.datasetId, target.filter);
  const among =
    "labels" in target
      ? sql`${images.labels} && ${textArray(target.labels)}`
      : sql`${images.id} = any (${textArray(target.imageIds)}::uuid[])`;
  return and(eq(images.datasetId, target.datasetId), among);
}
