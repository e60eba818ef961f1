"use client";
import {
  ChevronsRightIcon,
  CropIcon,
  KeyboardIcon,
  PanelRightIcon,
  SquareIcon,
} from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Slider } from "@/components/ui/slider";
import { Toggle } from "@/components/ui/toggle";
import { Facet } from "./filter/facet";
import { ViewsMenu } from "./filter/views-menu";
import { sortChoices } from "./filter/words";
import type { Filters } from "./filters";
import type { Cursor } from "./select/use-select";
import { type Store, useValue } from "./store";
import { TILE_SIZES, type ViewSettings } from "./view-settings";

/** How the pictures are shown; it stays in view while the grid scrolls. */
export function Toolbar({
  datasetId,
  summary,
  sort,
  view,
  isAdvancing,
  cursor,
  onSort,
  onView,
  onAdvancing,
  onPanel,
  onHelp,
}: {
  datasetId: string;
  summary: ReactNode;
  sort: Filters["sort"];
  view: ViewSettings;
  /** Whether a decision leads on to the next picture. */
  isAdvancing: boolean;
  cursor: Store<Cursor>;
  onSort: (sort: Filters["sort"]) => void;
  onView: (view: ViewSettings) => void;
  onAdvancing: (isAdvancing: boolean) => void;
  onPanel: () => void;
  onHelp: () => void;
}) {
  const { size, isCropped } = view;
  const isPanelOpen = useValue(cursor).openId !== null;
  return (
    <div className="@container sticky top-12 z-20 -mx-1 flex min-h-11 items-center gap-2 bg-background px-1 py-1.5">
      <div className="flex min-w-0 flex-1 items-center gap-3 text-[13px] text-muted-foreground">
        {summary}
      </div>
      <Slider
        aria-label="Size of the thumbnails"
        min={TILE_SIZES.min}
        max={TILE_SIZES.max}
        step={TILE_SIZES.step}
        value={[size]}
        onValueChange={([next]) => next && onView({ ...view, size: next })}
        className="w-28 @max-2xl:hidden"
      />
      <Toggle
        size="sm"
        pressed={isCropped}
        onPressedChange={(next) => onView({ ...view, isCropped: next })}
        aria-label="Crop the thumbnails to squares"
        title="Crop to squares"
        className="max-sm:hidden"
      >
        {isCropped ? <CropIcon /> : <SquareIcon />}
      </Toggle>
      <Facet
        label="Order"
        isRequired
        choices={sortChoices(sort)}
        value={sort}
        onChange={(value) => {
          const chosen = sortChoices(sort).find((choice) => choice.value === value);
          if (chosen) onSort(chosen.value);
        }}
      />
      <ViewsMenu datasetId={datasetId} />
      <Toggle
        pressed={isAdvancing}
        onPressedChange={onAdvancing}
        aria-label="Advance automatically"
        title="Go on to the next picture after a decision"
        className="max-md:hidden @max-md:hidden"
      >
        <ChevronsRightIcon />
      </Toggle>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Keys"
        title="Keys (?)"
        onClick={onHelp}
        className="max-md:hidden @max-md:hidden"
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
        <PanelRightIcon />
      </Toggle>
    </div>
  );
}
