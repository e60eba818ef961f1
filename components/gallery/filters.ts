import {
  createLoader,
  createParser,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { z } from "zod";
import type { listImageTiles } from "@/lib/contract/curation";
import { type ImageFilter, ImageSort } from "@/lib/domain/curation";
import { ASPECTS, DECISIONS, IMAGE_FORMATS } from "@/lib/domain/image";
import { ISSUES, ScoreRanges } from "@/lib/domain/issue";
import { Id } from "@/lib/domain/page";
import { SPLITS } from "@/lib/domain/split";

/** What becomes of pictures that the checks or a better copy hide. */
export const HIDDEN_VIEWS = ["hidden", "shown", "only", "checks", "judged", "kept"] as const;
export type HiddenView = (typeof HIDDEN_VIEWS)[number];

const parseAs = <T extends string>(schema: z.ZodType<T>) =>
  createParser<T>({
    parse: (value) => schema.safeParse(value).data ?? null,
    serialize: String,
  });
export const parseAsId = parseAs(Id);
const parseAsSide = createParser<number>({
  parse: (value) => {
    const side = parseAsInteger.parse(value);
    return side !== null && side >= 1 && side <= 100_000 ? side : null;
  },
  serialize: String,
});

/** The gallery's filters as they stand in the URL. */
export const filterParsers = {
  label: parseAsString,
  decision: parseAsStringLiteral(DECISIONS),
  issue: parseAsStringLiteral(ISSUES),
  score: parseAs(ScoreRanges),
  source: parseAsString,
  licence: parseAsString,
  keyword: parseAsString,
  host: parseAsString,
  format: parseAsStringLiteral(IMAGE_FORMATS),
  aspect: parseAsStringLiteral(ASPECTS),
  split: parseAsStringLiteral([...SPLITS, "none"] as const),
  minWidth: parseAsSide,
  maxWidth: parseAsSide,
  minHeight: parseAsSide,
  maxHeight: parseAsSide,
  crawlJobId: parseAsId,
  duplicateGroupId: parseAsId,
  hidden: parseAsStringLiteral(HIDDEN_VIEWS),
  q: parseAsString.withDefault(""),
  sort: parseAs(ImageSort).withDefault("newest"),
};
export const loadFilters = createLoader(filterParsers);
export type Filters = Awaited<ReturnType<typeof loadFilters>>;
/** Null takes a filter away. */
export type FilterChange = { [K in keyof Filters]?: Filters[K] | null };
export type SetFilters = (change: FilterChange) => void;

export type ImageQuery = Omit<
  z.input<typeof listImageTiles.input>,
  "datasetId" | "limit" | "cursor"
>;

/** Who looks for an issue, a score or a group means the hidden pictures too, unless they say otherwise. */
export const hiddenView = ({ hidden, issue, score, duplicateGroupId }: Filters): HiddenView =>
  hidden ?? (issue || score || duplicateGroupId ? "shown" : "hidden");

const VIEW_QUERIES: Record<HiddenView, Pick<ImageQuery, "isHidden" | "isJudged" | "isKept">> = {
  hidden: { isHidden: "false" },
  shown: {},
  only: { isHidden: "true" },
  checks: { isHidden: "true", isJudged: "true" },
  judged: { isJudged: "true" },
  kept: { isKept: "true" },
};

/** The filters as the API takes them; what is not set is left out, so that equal filters are equal queries. */
export function toImageQuery(filters: Filters): ImageQuery {
  const { hidden: _, q, ...rest } = filters;
  const query = { ...rest, q: q.trim(), ...VIEW_QUERIES[hiddenView(filters)] };
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) => value !== null && value !== undefined && value !== "",
    ),
  );
}

/** The same as a bulk request takes it. */
export function toImageFilter({
  sort: _,
  isHidden,
  isJudged,
  isKept,
  ...query
}: ImageQuery): ImageFilter {
  return {
    ...(query as ImageFilter),
    ...(isHidden !== undefined && { isHidden: isHidden === "true" }),
    ...(isJudged !== undefined && { isJudged: isJudged === "true" }),
    ...(isKept !== undefined && { isKept: isKept === "true" }),
  };
}

/** Setting these clears every filter and keeps the order. */
export const NO_FILTERS = {
  label: null,
  decision: null,
  issue: null,
  score: null,
  source: null,
  licence: null,
  keyword: null,
  host: null,
  format: null,
  aspect: null,
  split: null,
  minWidth: null,
  maxWidth: null,
  minHeight: null,
  maxHeight: null,
  crawlJobId: null,
  duplicateGroupId: null,
  hidden: null,
  q: null,
} as const satisfies Record<Exclude<keyof Filters, "sort">, null>;

/** How many filters narrow the view; order is not one. */
export const countFilters = (filters: Filters): number =>
  Object.keys(NO_FILTERS).filter((name) => filters[name as keyof typeof NO_FILTERS] || null).length;
