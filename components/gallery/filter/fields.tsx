"use client";
import { DECISIONS } from "@/lib/domain/image";
import { ISSUE_LABELS, ISSUES } from "@/lib/domain/issue";
import type { DatasetLabel } from "@/lib/domain/label";
import { type Filters, HIDDEN_VIEWS, hiddenView, type SetFilters } from "../filters";
import { labelColour } from "../label-colours";
import type { FacetStats } from "../use-images";
import { choicesOf, Facet } from "./facet";
import { MoreFilters } from "./more-filters";
import { ScoreFilter } from "./score-filter";
import { DECISION_LABELS, HIDDEN_LABELS } from "./words";

export interface FieldsProps {
  filters: Filters;
  stats: FacetStats;
  labels: readonly DatasetLabel[];
  onChange: SetFilters;
}

/** Every filter of the gallery; the values and their counts come from the dataset as a whole. */
export function FilterFields({ filters, stats, labels, onChange }: FieldsProps) {
  const decisions = new Map(stats.decisions.map(({ value, count }) => [value, count]));
  const colourOf = labelColour(labels);
  return (
    <>
      <Facet
        label="Label"
        choices={choicesOf(stats.labels, filters.label).map((choice) => ({
          ...choice,
          icon: (
            <span
              className="size-2.5 shrink-0 rounded-full"
              style={{ background: colourOf(choice.value) }}
            />
          ),
        }))}
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
      <ScoreFilter value={filters.score} onChange={(score) => onChange({ score })} />
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
        label="Hidden"
        choices={HIDDEN_VIEWS.map((value) => ({ value, label: HIDDEN_LABELS[value] }))}
        value={hiddenView(filters) === "hidden" ? null : hiddenView(filters)}
        onChange={(value) =>
          onChange({ hidden: HIDDEN_VIEWS.find((known) => known === value) ?? "hidden" })
        }
      />
      <MoreFilters filters={filters} stats={stats} onChange={onChange} />
    </>
  );
}
