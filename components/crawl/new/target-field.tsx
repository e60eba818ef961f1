"use client";
import { formatCount } from "@/components/format";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { ceilingWords, type Estimate, estimateWords } from "./estimate";

const PRESETS = [100, 500, 1000, 5000];

/** How many accepted pictures the crawl goes for, and what is known of that beforehand. */
export function TargetField({
  value,
  estimate,
  error,
  onChange,
}: {
  value: number | null;
  estimate: Estimate;
  error: string | undefined;
  onChange: (value: number | null) => void;
}) {
  const ceiling = ceilingWords(estimate, value);
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Field
          label="Target"
          hint="Accepted pictures in all, after damaged files and duplicates are taken out."
          error={error}
          className="min-w-0 flex-1 basis-60"
        >
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={100_000}
            value={value ?? ""}
            onChange={(event) =>
              onChange(event.target.value === "" ? null : Math.trunc(event.target.valueAsNumber))
            }
          />
        </Field>
        <ToggleGroup
          type="single"
          aria-label="Presets"
          value={String(value)}
          onValueChange={(preset) => preset && onChange(Number(preset))}
          className="sm:mt-6"
        >
          {PRESETS.map((preset) => (
            <ToggleGroupItem key={preset} value={String(preset)} className="px-2 tabular-nums">
              {formatCount(preset)}
            </ToggleGroupItem>
          ))}
        </ToggleGroup>
      </div>
      {/* Always in the page, so that a change is read out and nothing below moves. */}
      <p className="min-h-4 text-xs text-muted-foreground" aria-live="polite">
        {ceiling ? <span className="text-rejected-ink">{ceiling}</span> : estimateWords(estimate)}
      </p>
    </div>
  );
}
