"use client";
import { SlidersHorizontalIcon } from "lucide-react";
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
import type { DatasetStats } from "@/lib/domain/dataset";
import { FilterFields, type SetFilters } from "./filter-fields";
import { countFilters, type Filters } from "./filters";
import { SearchBox } from "./search-box";

/** The filters above the grid; on a phone they lie in a sheet. */
export function FilterBar(props: { filters: Filters; stats: DatasetStats; onChange: SetFilters }) {
  const { filters, onChange } = props;
  const count = countFilters({ ...filters, q: "" });
  return (
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
            {count > 0 && <Badge>{count}</Badge>}
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
  );
}
