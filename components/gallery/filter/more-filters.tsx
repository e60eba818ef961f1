"use client";
import { useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { ASPECTS, IMAGE_FORMATS } from "@/lib/domain/image";
import { SPLITS } from "@/lib/domain/split";
import type { Filters, SetFilters } from "../filters";
import type { FacetStats } from "../use-images";
import { choicesOf, Facet, FacetButton } from "./facet";
import { SPLIT_LABELS } from "./words";

const SPLIT_CHOICES = [...SPLITS, "none"] as const;
const SIDES = [
  ["minWidth", "Width from"],
  ["maxWidth", "Width up to"],
  ["minHeight", "Height from"],
  ["maxHeight", "Height up to"],
] as const;

/** The filters that are used less often. */
export function MoreFilters({
  filters,
  stats,
  onChange,
}: {
  filters: Filters;
  stats: FacetStats;
  onChange: SetFilters;
}) {
  const splits = new Map(stats.splits.map(({ value, count }) => [value, count]));
  const isActive =
    [filters.format, filters.aspect, filters.split, filters.host, filters.keyword].some(
      (value) => value,
    ) || SIDES.some(([side]) => filters[side] !== null);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <FacetButton isActive={isActive}>More</FacetButton>
      </PopoverTrigger>
      <PopoverContent className="grid w-80 gap-4" aria-label="More filters">
        <div className="flex flex-wrap gap-2">
          <Facet
            label="Format"
            choices={choicesOf(stats.formats, filters.format, (format) => format.toUpperCase())}
            value={filters.format}
            onChange={(value) =>
              onChange({ format: IMAGE_FORMATS.find((known) => known === value) ?? null })
            }
          />
          <Facet
            label="Aspect"
            choices={choicesOf(stats.aspects, filters.aspect)}
            value={filters.aspect}
            onChange={(value) =>
              onChange({ aspect: ASPECTS.find((known) => known === value) ?? null })
            }
          />
          <Facet
            label="Split"
            choices={SPLIT_CHOICES.map((value) => ({
              value,
              label: SPLIT_LABELS[value],
              count: splits.get(value) ?? 0,
            }))}
            value={filters.split}
            onChange={(value) =>
              onChange({ split: SPLIT_CHOICES.find((known) => known === value) ?? null })
            }
          />
          <Facet
            label="Host"
            choices={choicesOf(stats.hosts, filters.host)}
            value={filters.host}
            onChange={(host) => onChange({ host })}
          />
        </div>
        <div className="grid grid-cols-2 gap-x-3 gap-y-2">
          {SIDES.map(([side, label]) => (
            <TypedFilter
              key={`${side} ${filters[side]}`}
              label={label}
              suffix="px"
              inputMode="numeric"
              value={filters[side] === null ? "" : String(filters[side])}
              onChange={(text) => onChange({ [side]: sideOf(text) })}
            />
          ))}
        </div>
        <TypedFilter
          key={`keyword ${filters.keyword}`}
          label="Keyword it was found by"
          value={filters.keyword ?? ""}
          onChange={(text) => onChange({ keyword: text || null })}
        />
      </PopoverContent>
    </Popover>
  );
}

const sideOf = (text: string): number | null => {
  const side = Number.parseInt(text, 10);
  return side >= 1 && side <= 100_000 ? side : null;
};

/** Applies on Enter and when it is left. */
function TypedFilter({
  label,
  suffix,
  inputMode,
  value,
  onChange,
}: {
  label: string;
  suffix?: string;
  inputMode?: "numeric";
  value: string;
  onChange: (text: string) => void;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  const apply = () => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <div className="grid gap-1">
      <Label htmlFor={id} className="text-xs text-muted-foreground">
        {label}
        {suffix && `, ${suffix}`}
      </Label>
      <Input
        id={id}
        value={text}
        inputMode={inputMode}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => event.key === "Enter" && apply()}
      />
    </div>
  );
}
