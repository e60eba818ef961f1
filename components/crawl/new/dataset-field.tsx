"use client";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectSeparator,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { Draft, SetDraft } from "./draft";
import type { FieldErrors } from "./missing-fields";

const NEW = "new";

/** A dataset that the crawl can add to. */
export interface DatasetChoice {
  id: string;
  name: string;
}

/** Where the pictures go: a dataset there is, or a new one. */
export function DatasetField({
  datasets,
  draft,
  errors,
  crawlName,
  set,
}: {
  datasets: DatasetChoice[];
  draft: Draft;
  errors: FieldErrors;
  crawlName: string;
  set: SetDraft;
}) {
  const id = useId();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Dataset" htmlFor={id} error={errors.datasetId}>
        <Select
          value={draft.datasetId ?? NEW}
          onValueChange={(chosen) => set({ datasetId: chosen === NEW ? null : chosen })}
        >
          <SelectTrigger id={id} className="w-full">
            <SelectValue />
          </SelectTrigger>
          <SelectContent>
            <SelectItem value={NEW}>New dataset</SelectItem>
            {datasets.length > 0 && <SelectSeparator />}
            {datasets.map((dataset) => (
              <SelectItem key={dataset.id} value={dataset.id}>
                {dataset.name}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      </Field>
      {draft.datasetId === null && (
        <Field label="Name of the dataset" optional error={errors.datasetName}>
          <Input
            value={draft.datasetName}
            onChange={(event) => set({ datasetName: event.target.value })}
            placeholder={crawlName}
            maxLength={100}
            autoComplete="off"
          />
        </Field>
      )}
    </div>
  );
}
