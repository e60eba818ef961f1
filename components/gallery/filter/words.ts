import type { ImageSort } from "@/lib/domain/curation";
import type { Decision } from "@/lib/domain/image";
import { CHECKED_ISSUES, ISSUE_LABELS, type ScoreRange, scoreRangesOf } from "@/lib/domain/issue";
import type { Split } from "@/lib/domain/split";
import type { FilterChange, Filters, HiddenView } from "../filters";

export const DECISION_LABELS: Record<Decision, string> = {
  undecided: "Undecided",
  accepted: "Accepted",
  rejected: "Rejected",
};
export const SPLIT_LABELS: Record<Split | "none", string> = {
  train: "Train",
  validation: "Validation",
  test: "Test",
  none: "No split",
};
export const HIDDEN_LABELS: Record<HiddenView, string> = {
  hidden: "Left out",
  shown: "Shown too",
  only: "Only these",
  checks: "Only what the checks hide",
  judged: "Shown too, without copies or rejected",
  kept: "Left out, and rejected too",
};

const SORT_LABELS = {
  newest: "Newest first",
  oldest: "Oldest first",
  quality: "Best first",
  worst: "Worst first",
  size: "Largest first",
  smallest: "Smallest first",
} as const;
const SIMILAR = "similar:";

/** Every order there is; likeness only where it is the one in use, as it needs a picture. */
export const sortChoices = (sort: ImageSort): { value: ImageSort; label: string }[] => [
  ...(sort.startsWith(SIMILAR) ? [{ value: sort, label: "Most similar first" }] : []),
  ...Object.entries(SORT_LABELS).map(([value, label]) => ({
    value: value as keyof typeof SORT_LABELS,
    label,
  })),
  ...CHECKED_ISSUES.flatMap((issue) => [
    { value: `score:${issue}` as const, label: `${ISSUE_LABELS[issue]}: worst first` },
    { value: `-score:${issue}` as const, label: `${ISSUE_LABELS[issue]}: best first` },
  ]),
];

/** What a list is ordered by, for one picture; null where that says nothing. */
export function valueText(sort: ImageSort, value: number | null): string | null {
  if (value === null) return null;
  if (sort.startsWith(SIMILAR)) return `${value} of 256 bits differ`;
  if (sort === "size" || sort === "smallest") return `${(value / 1e6).toFixed(2)} megapixels`;
  return `Score ${value.toFixed(2)}`;
}

export const rangeText = ({ issue, from, to }: ScoreRange): string => {
  const name = ISSUE_LABELS[issue];
  if (from === 0) return `${name} score below ${to}`;
  return to === 1 ? `${name} score from ${from}` : `${name} score ${from} to ${to}`;
};
const writeBound = (bound: number) => String(Number(bound.toFixed(2)));
/** Undefined bounds are left out of the text; no range at all is null. */
export const writeRanges = (ranges: readonly ScoreRange[]): string | null =>
  ranges
    .filter(({ from, to }) => from > 0 || to < 1)
    .map(({ issue, from, to }) => `${issue}:${writeBound(from)}..${writeBound(to)}`)
    .join(",") || null;
export const readRanges = (score: string | null): ScoreRange[] =>
  score === null ? [] : scoreRangesOf(score);

export interface Chip {
  readonly text: string;
  /** What takes this filter away. */
  readonly without: FilterChange;
}

/** Every filter that is set, in words. */
export function chipsOf(filters: Filters): Chip[] {
  const ranges = readRanges(filters.score);
  const named = (name: string, value: string | number | null, without: FilterChange): Chip[] =>
    value === null ? [] : [{ text: `${name}: ${value}`, without }];
  const { decision, issue, split, hidden } = filters;
  return [
    ...named("Label", filters.label, { label: null }),
    ...named("Decision", decision && DECISION_LABELS[decision], { decision: null }),
    ...named("Issue", issue && ISSUE_LABELS[issue], { issue: null }),
    ...ranges.map((range) => ({
      text: rangeText(range),
      without: { score: writeRanges(ranges.filter((other) => other !== range)) },
    })),
    ...named("Source", filters.source, { source: null }),
    ...named("Licence", filters.licence, { licence: null }),
    ...named("Keyword", filters.keyword, { keyword: null }),
    ...named("Host", filters.host, { host: null }),
    ...named("Format", filters.format?.toUpperCase() ?? null, { format: null }),
    ...named("Aspect", filters.aspect, { aspect: null }),
    ...named("Split", split && SPLIT_LABELS[split], { split: null }),
    ...named("Width from", filters.minWidth, { minWidth: null }),
    ...named("Width up to", filters.maxWidth, { maxWidth: null }),
    ...named("Height from", filters.minHeight, { minHeight: null }),
    ...named("Height up to", filters.maxHeight, { maxHeight: null }),
    ...(filters.crawlJobId ? [{ text: "From one crawl", without: { crawlJobId: null } }] : []),
    ...(filters.duplicateGroupId
      ? [{ text: "One group of duplicates", without: { duplicateGroupId: null } }]
      : []),
    ...named("Hidden", hidden && HIDDEN_LABELS[hidden], { hidden: null }),
  ];
}
