"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SourceInfo } from "@/lib/domain/source";
import { nameOf } from "./crawl-parts";
import { type DatasetChoice, DatasetField } from "./dataset-field";
import type { Draft, SetDraft } from "./draft";
import { DryField, drySummary } from "./expansion/dry-field";
import { FilterFields, filterSummary } from "./filters/filter-fields";
import { Fold, Folds } from "./fold";
import { LEVELS, LevelField } from "./level-field";
import type { FieldErrors } from "./missing-fields";
import { RepeatField, repeatSummary } from "./repeat-field";

/** What most crawls leave as it is; each row says how it stands. */
export function MoreFields({
  draft,
  searching,
  datasets,
  errors,
  set,
}: {
  draft: Draft;
  /** The chosen sources that search. */
  searching: SourceInfo[];
  datasets: DatasetChoice[];
  errors: FieldErrors;
  set: SetDraft;
}) {
  const isWrong = (...fields: string[]) =>
    Object.keys(errors).some((field) => fields.includes(field.split("/")[0] ?? ""));
  const isNamed = draft.name !== "" || draft.keywords.length > 0 || draft.own.files.length > 0;
  const crawlName = isNamed ? nameOf(draft) : "Named after its keywords";
  const dataset = datasets.find(({ id }) => id === draft.datasetId)?.name;
  const newName = draft.datasetName.trim() || (isNamed ? crawlName : "");
  return (
    <Folds>
      <Fold
        title="Dataset and name"
        summary={dataset ?? (newName ? `New: ${newName}` : "New dataset")}
        isForcedOpen={isWrong("name", "datasetId", "datasetName")}
      >
        <div className="grid gap-4">
          <DatasetField
            datasets={datasets}
            draft={draft}
            errors={errors}
            crawlName={crawlName}
            set={set}
          />
          <Field label="Name of the crawl" optional error={errors.name}>
            <Input
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
              placeholder={crawlName}
              maxLength={100}
              autoComplete="off"
            />
          </Field>
        </div>
      </Fold>
      <Fold
        title="Filters"
        summary={filterSummary(draft.filters)}
        isForcedOpen={isWrong("filters")}
      >
        <FilterFields
          filters={draft.filters}
          sources={searching}
          errors={errors}
          onChange={(filters) => set({ filters })}
        />
      </Fold>
      <Fold title="Checks" summary={LEVELS[draft.validationLevel].label}>
        <LevelField
          value={draft.validationLevel}
          onChange={(validationLevel) => set({ validationLevel })}
        />
      </Fold>
      <Fold
        title="If the keywords run dry"
        summary={drySummary(draft.expandKeywords)}
        isForcedOpen={isWrong("expandKeywords")}
      >
        <DryField
          value={draft.expandKeywords}
          onChange={(expandKeywords) => set({ expandKeywords })}
        />
      </Fold>
      <Fold title="Repeat" summary={repeatSummary(draft.repeat)} isForcedOpen={isWrong("repeat")}>
        <RepeatField value={draft.repeat} errors={errors} onChange={(repeat) => set({ repeat })} />
      </Fold>
    </Folds>
  );
}
