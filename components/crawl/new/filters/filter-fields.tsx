"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type CrawlFilters, DEFAULT_MIN_SIDE } from "@/lib/domain/crawl-job";
import { IMAGE_FORMATS, type ImageFormat } from "@/lib/domain/image";
import type { SourceInfo } from "@/lib/domain/source";
import type { FieldErrors } from "../missing-fields";
import { SwitchLine } from "../switch-line";
import { ChoiceField } from "./choice-field";
import { LicenceField } from "./licence-field";
import { ManyField } from "./many-field";
import { NumberField } from "./number-field";
import { type PushedFilter, PushedNote } from "./pushed-note";

const COLOUR_LABELS = { colour: "In colour", grayscale: "Greyscale" };
const ORIENTATION_LABELS = { landscape: "Landscape", portrait: "Portrait", square: "Square" };
// Each name of IMAGE_FORMATS is a key, and nothing else is.
const FORMAT_LABELS = Object.fromEntries(
  IMAGE_FORMATS.map((format) => [format, format.toUpperCase()]),
) as Record<ImageFormat, string>;
const SIDE = { min: 1, max: 20_000, placeholder: String(DEFAULT_MIN_SIDE) };
const RATIO = { min: 0.01, max: 100, step: 0.01 };

/** Filters in the API's own shape; an emptied one is left out. */
type Change = { [K in keyof CrawlFilters]: CrawlFilters[K] | undefined };

/** Fields of the API that belong to one filter of the page. */
const PARTS: Record<PushedFilter, readonly (keyof CrawlFilters)[]> = {
  size: ["minWidth", "minHeight"],
  aspect: ["minAspectRatio", "maxAspectRatio"],
  orientation: ["orientation"],
  colour: ["colour"],
  formats: ["formats"],
  licences: ["licences"],
  date: ["createdAfter", "createdBefore"],
  safeSearch: ["safeSearch"],
};

export function filterSummary(filters: CrawlFilters): string {
  const count = Object.values(PARTS).filter((parts) =>
    parts.some((part) => part in filters),
  ).length;
  const set = count - ("safeSearch" in filters ? 1 : 0);
  const safe = filters.safeSearch ? "safe search" : "no safe search";
  return set > 0 ? `${set} set, ${safe}` : `none, ${safe}`;
}

/** What candidates have to be like. `sources` are the chosen ones. */
export function FilterFields({
  filters,
  sources,
  errors,
  onChange,
}: {
  filters: CrawlFilters;
  sources: readonly SourceInfo[];
  errors: FieldErrors;
  onChange: (filters: CrawlFilters) => void;
}) {
  const set = (change: Change) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined),
      ),
    );
  const errorOf = (field: keyof CrawlFilters) => errors[`filters/${field}`];
  const note = (filter: PushedFilter) => (
    <PushedNote
      filter={filter}
      isSet={PARTS[filter].some((part) => part in filters)}
      sources={sources}
    />
  );
  const day = (field: "createdAfter" | "createdBefore", label: string) => (
    <Field label={label} error={errorOf(field)}>
      <Input
        type="date"
        value={filters[field] ?? ""}
        onChange={({ target }) => set({ [field]: target.value || undefined })}
      />
    </Field>
  );

  return (
    <div className="grid gap-5">
      <LicenceField
        licences={filters.licences ?? []}
        onChange={(licences) => set({ licences: licences.length > 0 ? licences : undefined })}
      >
        {note("licences")}
      </LicenceField>
      <div className="grid items-start gap-x-4 gap-y-5 sm:grid-cols-2">
        <Pair>
          <NumberField
            {...SIDE}
            label="Minimum width (px)"
            value={filters.minWidth}
            error={errorOf("minWidth")}
            onChange={(minWidth) => set({ minWidth })}
          />
          <NumberField
            {...SIDE}
            label="Minimum height (px)"
            value={filters.minHeight}
            error={errorOf("minHeight")}
            onChange={(minHeight) => set({ minHeight })}
          />
          {note("size")}
        </Pair>
        <Pair>
          <NumberField
            {...RATIO}
            label="Narrowest (w ÷ h)"
            placeholder="0.5"
            value={filters.minAspectRatio}
            error={errorOf("minAspectRatio")}
            onChange={(minAspectRatio) => set({ minAspectRatio })}
          />
          <NumberField
            {...RATIO}
            label="Widest (w ÷ h)"
            placeholder="2"
            value={filters.maxAspectRatio}
            error={errorOf("maxAspectRatio")}
            onChange={(maxAspectRatio) => set({ maxAspectRatio })}
          />
          {note("aspect")}
        </Pair>
        <Pair>
          <ChoiceField
            label="Orientation"
            choices={ORIENTATION_LABELS}
            value={filters.orientation}
            onChange={(orientation) => set({ orientation })}
          />
          <ChoiceField
            label="Colour"
            choices={COLOUR_LABELS}
            value={filters.colour}
            onChange={(colour) => set({ colour })}
          />
          {note("orientation")}
          {note("colour")}
        </Pair>
        <Pair>
          {day("createdAfter", "Made after")}
          {day("createdBefore", "Made before")}
          {note("date")}
        </Pair>
      </div>
      <ManyField
        label="Formats"
        choices={FORMAT_LABELS}
        chosen={filters.formats ?? []}
        onChange={(formats) => set({ formats: formats.length > 0 ? formats : undefined })}
      >
        <p className="text-xs text-muted-foreground">None chosen means all of them.</p>
        {note("formats")}
      </ManyField>
      <div className="grid gap-1.5">
        <SwitchLine
          label="Safe search"
          text="Asks sources to leave out adult content."
          checked={filters.safeSearch ?? false}
          onChange={(isSafe) => set({ safeSearch: isSafe || undefined })}
        />
      </div>
    </div>
  );
}

/** Two fields side by side, and a line about both below them. */
function Pair({ children }: { children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-2 items-end gap-x-3 gap-y-1.5 [&>p]:col-span-2">{children}</div>
  );
}
