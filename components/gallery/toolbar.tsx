"use client";
import { CropIcon, KeyboardIcon, PanelRightIcon, SquareIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { Toggle } from "@/components/ui/toggle";
import { IMAGE_SORTS } from "@/lib/contract/datasets";
import type { Filters } from "./filters";

export const TILE_SIZES = { min: 96, max: 320, step: 16, usual: 176 } as const;
const SIMILAR = "similar";
const SORT_LABELS = { newest: "Newest first", quality: "Best first", size: "Largest first" };

/** How the pictures are shown; it stays in view while the grid scrolls. */
export function Toolbar({
  summary,
  sort,
  size,
  isCropped,
  isPanelOpen,
  onSort,
  onSize,
  onCropped,
  onPanel,
  onHelp,
}: {
  summary: ReactNode;
  sort: Filters["sort"];
  size: number;
  isCropped: boolean;
  isPanelOpen: boolean;
  onSort: (sort: Filters["sort"]) => void;
  onSize: (size: number) => void;
  onCropped: (isCropped: boolean) => void;
  onPanel: () => void;
  onHelp: () => void;
}) {
  const isSimilar = sort.startsWith(`${SIMILAR}:`);
  return (
    <div className="sticky top-12 z-20 -mx-1 flex min-h-11 items-center gap-2 bg-background px-1 py-1.5">
      <p className="min-w-0 flex-1 truncate text-[13px] text-muted-foreground" aria-live="polite">
        {summary}
      </p>
      <Slider
        aria-label="Size of the thumbnails"
        min={TILE_SIZES.min}
        max={TILE_SIZES.max}
        step={TILE_SIZES.step}
        value={[size]}
        onValueChange={([next]) => next && onSize(next)}
        className="w-20 sm:w-28"
      />
      <Toggle
        size="sm"
        pressed={isCropped}
        onPressedChange={onCropped}
        aria-label="Crop the thumbnails to squares"
        title="Crop to squares"
        className="max-sm:hidden"
      >
        {isCropped ? <CropIcon className="size-4" /> : <SquareIcon className="size-4" />}
      </Toggle>
      <Select
        value={isSimilar ? SIMILAR : sort}
        onValueChange={(chosen) => {
          const known = IMAGE_SORTS.find((value) => value === chosen);
          if (known) onSort(known);
        }}
      >
        <SelectTrigger aria-label="Order">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {isSimilar && <SelectItem value={SIMILAR}>Most similar first</SelectItem>}
          {IMAGE_SORTS.map((value) => (
            <SelectItem key={value} value={value}>
              {SORT_LABELS[value]}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Keys"
        title="Keys (?)"
        onClick={onHelp}
        className="max-md:hidden"
      >
        <KeyboardIcon />
      </Button>
      <Toggle
        pressed={isPanelOpen}
        onPressedChange={onPanel}
        aria-label="Details"
        title="Details (i)"
        className="max-md:hidden"
      >
        <PanelRightIcon className="size-4" />
      </Toggle>
    </div>
  );
}
