"use client";
import { XIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { DatasetStats } from "@/lib/domain/dataset";
import { DECISIONS, type Decision } from "@/lib/domain/image";
import { ISSUE_LABELS, ISSUES } from "@/lib/domain/issue";
import { type Choice, Facet } from "./facet";
import { countFilters, DUPLICATE_VIEWS, type Filters, NO_FILTERS } from "./filters";

const WIDTHS = [256, 512, 1024, 2048];
const DECISION_LABELS: Record<Decision, string> = {
  undecided: "Undecided",
  accepted: "Accepted",
  rejected: "Rejected",
};
const DUPLICATE_LABELS = { hidden: "Hidden", shown: "Shown", only: "Only duplicates" };

export type SetFilters = (change: { [K in keyof Filters]?: Filters[K] | null }) => void;

/** Every filter of the gallery; the values and their counts come from the dataset as a whole. */
export function FilterFields({
  filters,
  stats,
  onChange,
}: {
  filters: Filters;
  stats: DatasetStats;
  onChange: SetFilters;
}) {
  const decisions = new Map(stats.decisions.map(({ value, count }) => [value, count]));
  const hasDuplicates = stats.duplicates.images > 0 || filters.duplicates !== "hidden";
  return (
    <>
      <Facet
        label="Label"
        choices={choicesOf(stats.labels, filters.label)}
        value={filters.label}
        onChange={(label) => onChange({ label })}
      />
      <Facet
        label="Decision"
        choices={DECISIONS.map((value) => ({
          value,
          label: DECISION_LABELS[value],
          count: decisions.get(value) ?? 0,
        }))}
        value={filters.decision}
        onChange={(value) =>
          onChange({ decision: DECISIONS.find((known) => known === value) ?? null })
        }
      />
      <Facet
        label="Issue"
        choices={choicesOf(stats.issues, filters.issue, (issue) => ISSUE_LABELS[issue])}
        value={filters.issue}
        onChange={(value) => onChange({ issue: ISSUES.find((known) => known === value) ?? null })}
      />
      <Facet
        label="Source"
        choices={choicesOf(stats.sources, filters.source)}
        value={filters.source}
        onChange={(source) => onChange({ source })}
      />
      <Facet
        label="Licence"
        choices={choicesOf(stats.licences, filters.licence)}
        value={filters.licence}
        onChange={(licence) => onChange({ licence })}
      />
      <Facet
        label="Width"
        choices={WIDTHS.map((width) => ({
          value: String(width),
          label: `At least ${width} px`,
          count: null,
        }))}
        value={filters.minWidth === null ? null : String(filters.minWidth)}
        onChange={(value) => onChange({ minWidth: value === null ? null : Number(value) })}
      />
      {hasDuplicates && (
        <Facet
          label="Duplicates"
          choices={DUPLICATE_VIEWS.map((value) => ({
            value,
            label: DUPLICATE_LABELS[value],
            count: value === "hidden" ? null : stats.duplicates.images,
          }))}
          value={filters.duplicates === "hidden" ? null : filters.duplicates}
          onChange={(value) =>
            onChange({ duplicates: DUPLICATE_VIEWS.find((known) => known === value) ?? null })
          }
        />
      )}
      {filters.keyword && (
        <Chip label={`Keyword: ${filters.keyword}`} onRemove={() => onChange({ keyword: null })} />
      )}
      {filters.crawlJobId && (
        <Chip label="From one crawl" onRemove={() => onChange({ crawlJobId: null })} />
      )}
      {filters.duplicateGroupId && (
        <Chip
          label="One group of duplicates"
          onRemove={() => onChange({ duplicateGroupId: null })}
        />
      )}
      {countFilters(filters) > 0 && (
        <Button variant="ghost" onClick={() => onChange(NO_FILTERS)}>
          Clear all
        </Button>
      )}
    </>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button
      variant="outline"
      aria-label={`Remove the filter ${label}`}
      onClick={onRemove}
      className="max-w-56 border-primary/50 bg-primary/8"
    >
      <span className="truncate">{label}</span>
      <XIcon />
    </Button>
  );
}

/** The values of the dataset, and the chosen one where the dataset has it no more. */
function choicesOf<T extends string>(
  counts: readonly { value: T; count: number }[],
  chosen: string | null,
  labelOf: (value: T) => string = (value) => value,
): Choice[] {
  const choices = counts
    .filter(({ value, count }) => count > 0 || value === chosen)
    .map(({ value, count }) => ({ value: value as string, label: labelOf(value), count }));
  return chosen && !choices.some(({ value }) => value === chosen)
    ? [{ value: chosen, label: chosen, count: 0 }, ...choices]
    : choices;
}
