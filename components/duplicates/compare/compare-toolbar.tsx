import {
  Columns2Icon,
  ContrastIcon,
  KeyboardIcon,
  LayersIcon,
  LayoutGridIcon,
  MinusIcon,
  PlusIcon,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import { Slider } from "@/components/ui/slider";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { COMPARE_MODES, type CompareMode } from "./comparison";
import type { ViewControl } from "./use-view";

const MODES: Record<CompareMode, { label: string; title: string; icon: typeof Columns2Icon }> = {
  pair: { label: "Side by side", title: "Side by side", icon: Columns2Icon },
  flick: { label: "Flick", title: "One after the other in one place (hold f)", icon: LayersIcon },
  difference: { label: "Difference", title: "What differs (v)", icon: ContrastIcon },
  all: { label: "All", title: "All pictures of the group (a)", icon: LayoutGridIcon },
};

export const ZOOM_STEP = 1.5;
export const MAX_AMPLIFICATION = 20;

/** How the pictures are compared, and how large. */
export function CompareToolbar({
  mode,
  onMode,
  memberCount,
  amplification,
  onAmplification,
  control: { view, scale, zoomBy, showWhole, toggleActual },
  onHelp,
}: {
  mode: CompareMode;
  onMode: (mode: CompareMode) => void;
  memberCount: number;
  amplification: number;
  onAmplification: (times: number) => void;
  control: ViewControl;
  onHelp: () => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <ToggleGroup
        type="single"
        aria-label="How to compare"
        value={mode}
        onValueChange={(value) => {
          const next = COMPARE_MODES.find((one) => one === value);
          if (next) onMode(next);
        }}
      >
        {COMPARE_MODES.filter((one) => one !== "all" || memberCount > 2).map((one) => {
          const { label, title, icon: Icon } = MODES[one];
          return (
            <ToggleGroupItem key={one} value={one} aria-label={label} title={title}>
              <Icon aria-hidden />
              <span className="max-lg:sr-only">{label}</span>
            </ToggleGroupItem>
          );
        })}
      </ToggleGroup>
      {mode === "difference" && (
        <div className="flex items-center gap-2 text-xs text-muted-foreground">
          <Slider
            aria-label="How many times brighter the differences are shown"
            className="w-24"
            min={1}
            max={MAX_AMPLIFICATION}
            value={[amplification]}
            onValueChange={([times = 1]) => onAmplification(times)}
          />
          <span className="w-6 tabular-nums">{amplification}×</span>
        </div>
      )}
      <fieldset className="flex items-center" aria-label="Zoom">
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Zoom out"
          title="Zoom out (-)"
          onClick={() => zoomBy(1 / ZOOM_STEP)}
        >
          <MinusIcon />
        </Button>
        <Button
          variant="ghost"
          size="sm"
          className="w-13 tabular-nums"
          aria-label={`Zoom ${percent(scale)}. Pixel for pixel, or the whole picture`}
          title="Pixel for pixel, or the whole picture (o)"
          onClick={() => toggleActual()}
        >
          {percent(scale)}
        </Button>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Zoom in"
          title="Zoom in (+)"
          onClick={() => zoomBy(ZOOM_STEP)}
        >
          <PlusIcon />
        </Button>
        <Button
          variant="ghost"
          size="sm"
          title="The whole picture (0)"
          disabled={view.zoom === 1}
          onClick={showWhole}
        >
          Fit
        </Button>
      </fieldset>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Keys"
        title="Keys (?)"
        className="ml-auto pointer-coarse:hidden"
        onClick={onHelp}
      >
        <KeyboardIcon />
      </Button>
    </div>
  );
}

const percent = (scale: number | null): string =>
  scale === null ? "–" : `${Math.round(scale * 100)}%`;
