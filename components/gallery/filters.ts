import {
  createLoader,
  createParser,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { z } from "zod";
import { ImageSort, type listDatasetImages } from "@/lib/contract/datasets";
import { DECISIONS } from "@/lib/domain/image";
import { ISSUES } from "@/lib/domain/issue";
import { Id } from "@/lib/domain/page";

export const DUPLICATE_VIEWS = ["hidden", "shown", "only"] as const;

export const parseAsId = createParser({
  parse: (value) => Id.safeParse(value).data ?? null,
  serialize: String,
});
const parseAsSort = createParser({
  parse: (value) => ImageSort.safeParse(value).data ?? null,
  serialize: String,
});

/** The gallery's filters as they stand in the URL. */
export const filterParsers = {
  label: parseAsString,
  decision: parseAsStringLiteral(DECISIONS),
  issue: parseAsStringLiteral(ISSUES),
  source: parseAsString,
  licence: parseAsString,
  keyword: parseAsString,
  minWidth: parseAsInteger,
  crawlJobId: parseAsId,
  duplicateGroupId: parseAsId,
  duplicates: parseAsStringLiteral(DUPLICATE_VIEWS).withDefault("hidden"),
  q: parseAsString.withDefault(""),
  sort: parseAsSort.withDefault("newest"),
};
export const loadFilters = createLoader(filterParsers);
export type Filters = Awaited<ReturnType<typeof loadFilters>>;

export type ImageQuery = Omit<
  z.input<typeof listDatasetImages.input>,
  "datasetId" | "limit" | "cursor"
>;

const IS_DUPLICATE = { hidden: "false", shown: undefined, only: "true" } as const;

/** The filters as the API takes them; what is not set is left out, so that equal filters are equal queries. */
export function toImageQuery(filters: Filters): ImageQuery {
  const { duplicates, duplicateGroupId, q, ...rest } = filters;
  const query = {
    ...rest,
    duplicateGroupId,
    q: q.trim(),
    // A group is looked at to see its duplicates.
    isDuplicate: duplicateGroupId ? undefined : IS_DUPLICATE[duplicates],
  };
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) => value !== null && value !== undefined && value !== "",
    ),
  );
}

/** How many filters narrow the view; order is not one. */
export const countFilters = ({ sort: _, ...filters }: Filters): number =>
  Object.values(filters).filter((value) => value !== null && value !== "" && value !== "hidden")
    .length;

/** Setting these clears every filter and keeps the order. */
export const NO_FILTERS = {
  label: null,
  decision: null,
  issue: null,
  source: null,
  licence: null,
  keyword: null,
  minWidth: null,
  crawlJobId: null,
  duplicateGroupId: null,
  duplicates: null,
  q: null,
} as const;
