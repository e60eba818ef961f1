import { ScanSearchIcon } from "lucide-react";
import { useId, useState } from "react";
import { ProblemNote } from "@/components/dataset/problem-note";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Progress } from "@/components/ui/progress";
import { Slider } from "@/components/ui/slider";
import { Spinner } from "@/components/ui/spinner";
import { isRunning, type Search } from "./use-search";
import { bitsText, likeness } from "./words";

const USUAL_RADIUS = 64;
const MAX_RADIUS = 100;

/** Compares all pictures of the dataset anew, and says how far it is. */
export function FindAgain({ search: { batch, start } }: { search: Search }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [radius, setRadius] = useState(USUAL_RADIUS);
  if (batch && isRunning(batch)) return <Running batch={batch} />;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline">
          <ScanSearchIcon />
          <span className="max-sm:sr-only">Find again</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Find again" className="w-80">
        <div className="grid gap-3 text-[13px]">
          <div className="grid gap-1">
            <h3 className="font-medium" id={id}>
              Find duplicates again
            </h3>
            <p className="text-xs text-muted-foreground">
              Compares all pictures, also mirrored and turned. What you decided stays.
            </p>
          </div>
          <div className="grid gap-1">
            <Slider
              aria-labelledby={id}
              min={0}
              max={MAX_RADIUS}
              value={[radius]}
              onValueChange={([next = USUAL_RADIUS]) => setRadius(next)}
            />
            <p className="flex justify-between gap-2 text-xs text-muted-foreground tabular-nums">
              <span>Up to {bitsText(radius)}</span>
              <span>{radius === USUAL_RADIUS ? "the usual" : likeness(radius)}</span>
            </p>
          </div>
          {start.error && <ProblemNote title="The search did not start" error={start.error} />}
          <Button
            disabled={start.isPending}
            onClick={() => start.mutate(radius, { onSuccess: () => setOpen(false) })}
          >
            {start.isPending && <Spinner />}
            Find duplicates
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}

function Running({ batch: { progress, done, total } }: { batch: NonNullable<Search["batch"]> }) {
  return (
    <div className="flex h-8 items-center gap-2 text-xs text-muted-foreground tabular-nums">
      <Progress aria-label="Comparing pictures" value={progress} className="w-24" />
      <span>{total > 0 ? `${formatCount(done)} of ${formatCount(total)}` : "waiting"}</span>
    </div>
  );
}
