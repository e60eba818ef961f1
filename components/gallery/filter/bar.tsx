"use client";
import { SlidersHorizontalIcon, XIcon } from "lucide-react";
import { memo } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import {
  Sheet,
  SheetContent,
  SheetDescription,
  SheetHeader,
  SheetTitle,
  SheetTrigger,
} from "@/components/ui/sheet";
import { NO_FILTERS } from "../filters";
import { type FieldsProps, FilterFields } from "./fields";
import { SearchBox } from "./search-box";
import { chipsOf } from "./words";

/** The filters above the grid, and those that are set as chips below; on a phone they lie in a sheet. */
export const FilterBar = memo(function FilterBar(props: FieldsProps) {
  const { filters, onChange } = props;
  const chips = chipsOf(filters);
  return (
    <search aria-label="Filters" className="grid gap-2">
      <div className="flex items-center gap-2 md:flex-wrap">
        <SearchBox value={filters.q} onChange={(q) => onChange({ q: q || null })} />
        <div className="hidden md:contents">
          <FilterFields {...props} />
        </div>
        <Sheet>
          <SheetTrigger asChild>
            <Button variant="outline" className="md:hidden">
              <SlidersHorizontalIcon />
              Filters
              {chips.length > 0 && <Badge>{chips.length}</Badge>}
            </Button>
          </SheetTrigger>
          <SheetContent side="bottom">
            <SheetHeader>
              <SheetTitle>Filters</SheetTitle>
              <SheetDescription>They apply at once.</SheetDescription>
            </SheetHeader>
            <div className="flex flex-wrap gap-2 px-4 pb-8">
              <FilterFields {...props} />
            </div>
          </SheetContent>
        </Sheet>
      </div>
      {chips.length > 0 && (
        <div className="flex flex-wrap items-center gap-1.5">
          {chips.map(({ text, without }) => (
            <button
              key={text}
              type="button"
              aria-label={`Remove the filter ${text}`}
              onClick={() => onChange(without)}
              className="flex max-w-72 items-center gap-1 rounded-full border border-primary/40 bg-primary/8 py-0.5 pr-1.5 pl-2.5 text-xs hover:bg-primary/15 pointer-coarse:h-10 pointer-coarse:px-3"
            >
              <span className="truncate">{text}</span>
              <XIcon className="size-3.5 shrink-0" aria-hidden />
            </button>
          ))}
          <Button variant="ghost" size="sm" onClick={() => onChange(NO_FILTERS)}>
            Clear all
          </Button>
        </div>
      )}
    </search>
  );
});
