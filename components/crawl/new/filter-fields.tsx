"use client";
import { ChevronRightIcon } from "lucide-react";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { type CrawlFilters, DEFAULT_MIN_SIDE } from "@/lib/domain/crawl-job";
import { IMAGE_FORMATS } from "@/lib/domain/image";
import { ChoiceField } from "./choice-field";
import type { FieldErrors } from "./draft";

const COMMERCIAL = ["CC0-1.0", "PDM-1.0", "CC-BY", "CC-BY-SA"];
const LICENCES = [...COMMERCIAL, "CC-BY-ND", "CC-BY-NC", "CC-BY-NC-SA", "CC-BY-NC-ND"];
const COLOUR_LABELS = { colour: "In colour", grayscale: "Greyscale" };
const ORIENTATION_LABELS = { landscape: "Landscape", portrait: "Portrait", square: "Square" };

/** Filters in the API's own shape; an emptied one is left out. */
type Change = { [K in keyof CrawlFilters]: CrawlFilters[K] | undefined };

/** What candidates have to be like; folded, because most crawls do without. */
export function FilterFields({
  filters,
  errors,
  onChange,
}: {
  filters: CrawlFilters;
  errors: FieldErrors;
  onChange: (filters: CrawlFilters) => void;
}) {
  const id = useId();
  const set = (change: Change) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined),
      ),
    );
  const setCount = Object.keys(filters).filter((name) => name !== "safeSearch").length;
  const hasError = Object.keys(errors).some((field) => field.startsWith("filters"));

  return (
    <details className="group rounded-lg border bg-card" open={hasError || undefined}>
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-lg px-4 py-3 text-[13px] font-medium [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon
          className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
          aria-hidden
        />
        Filters
        {setCount > 0 && <Badge>{setCount} set</Badge>}
        <span className="ml-auto truncate text-xs font-normal text-muted-foreground group-open:hidden">
          Size, format, licence, colour, orientation
        </span>
      </summary>
      <div className="grid gap-5 border-t p-4">
        <div className="grid items-start gap-4 sm:grid-cols-2 md:grid-cols-4">
          <SideField
            label="Minimum width"
            value={filters.minWidth}
            error={errors["filters/minWidth"]}
            onChange={(minWidth) => set({ minWidth })}
          />
          <SideField
            label="Minimum height"
            value={filters.minHeight}
            error={errors["filters/minHeight"]}
            onChange={(minHeight) => set({ minHeight })}
          />
          <ChoiceField
            label="Colour"
            choices={COLOUR_LABELS}
            value={filters.colour}
            onChange={(colour) => set({ colour })}
          />
          <ChoiceField
            label="Orientation"
            choices={ORIENTATION_LABELS}
            value={filters.orientation}
            onChange={(orientation) => set({ orientation })}
          />
        </div>
        <ManyField
          label="Formats"
          hint="None chosen means all of them."
          choices={IMAGE_FORMATS}
          chosen={filters.formats ?? []}
          onChange={(formats) => set({ formats: formats.length > 0 ? formats : undefined })}
        />
        <ManyField
          label="Licences"
          hint="None chosen means any, unknown ones too. CC-BY stands for every version of it."
          choices={LICENCES}
          chosen={filters.licences ?? []}
          onChange={(licences) => set({ licences: licences.length > 0 ? licences : undefined })}
        >
          <Button variant="link" size="sm" onClick={() => set({ licences: COMMERCIAL })}>
            Commercial use allowed
          </Button>
        </ManyField>
        <div className="flex items-center gap-3">
          <Switch
            id={`${id}-safe`}
            checked={filters.safeSearch ?? false}
            onCheckedChange={(isSafe) => set({ safeSearch: isSafe || undefined })}
          />
          <label htmlFor={`${id}-safe`} className="text-[13px]">
            Safe search
            <span className="block text-xs text-muted-foreground">
              Asks sources to leave out adult content.
            </span>
          </label>
        </div>
      </div>
    </details>
  );
}

function SideField({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: number | undefined;
  error: string | undefined;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <Field label={`${label} (px)`} error={error}>
      <Input
        type="number"
        inputMode="numeric"
        min={1}
        max={20_000}
        placeholder={String(DEFAULT_MIN_SIDE)}
        value={value ?? ""}
        onChange={(event) =>
          onChange(event.target.value === "" ? undefined : event.target.valueAsNumber)
        }
      />
    </Field>
  );
}

function ManyField<T extends string>({
  label,
  hint,
  choices,
  chosen,
  onChange,
  children,
}: {
  label: string;
  hint: string;
  choices: readonly T[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  children?: React.ReactNode;
}) {
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <span className="text-[13px] font-medium">{label}</span>
        {children}
      </div>
      <ToggleGroup
        type="multiple"
        aria-label={label}
        value={[...chosen]}
        onValueChange={(values) => onChange(choices.filter((choice) => values.includes(choice)))}
        className="w-full flex-wrap"
      >
        {choices.map((choice) => (
          <ToggleGroupItem key={choice} value={choice} className="px-2.5">
            {choice}
          </ToggleGroupItem>
        ))}
      </ToggleGroup>
      <p className="text-xs text-muted-foreground">{hint}</p>
    </div>
  );
}
