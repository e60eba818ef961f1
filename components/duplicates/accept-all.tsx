import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { ListChecksIcon } from "lucide-react";
import { useId, useState } from "react";
import { request } from "@/components/api";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Slider } from "@/components/ui/slider";
import { Spinner } from "@/components/ui/spinner";
import { resolveAllDuplicates } from "@/lib/contract/duplicates";
import { useSettled } from "./use-settled";
import { bitsText, likeness } from "./words";

/** As far as a search may be told to look. */
const MAX_DISTANCE = 100;
/** What needs no second look: see `likeness`. */
const USUAL_DISTANCE = 15;
const SETTLE_MS = 200;

/** Accepts the suggestion of every group up to a distance; how many that are is said first. */
export function AcceptAll({
  datasetId,
  open,
  isDisabled,
  onDone,
}: {
  datasetId: string;
  open: number;
  isDisabled: boolean;
  onDone: (groups: number, undoToken: string | null) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" disabled={isDisabled}>
          <ListChecksIcon />
          <span className="max-sm:sr-only">Accept many</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Accept many" className="w-80">
        <AcceptForm
          datasetId={datasetId}
          open={open}
          onDone={(groups, undoToken) => {
            setOpen(false);
            onDone(groups, undoToken);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function AcceptForm({
  datasetId,
  open,
  onDone,
}: {
  datasetId: string;
  open: number;
  onDone: (groups: number, undoToken: string | null) => void;
}) {
  const id = useId();
  const [maxDistance, setMaxDistance] = useState(USUAL_DISTANCE);
  const settled = useSettled(maxDistance, SETTLE_MS);
  const count = useQuery({
    queryKey: ["duplicates-up-to", datasetId, settled, open],
    queryFn: ({ signal }) =>
      request(resolveAllDuplicates, { datasetId, maxDistance: settled, dryRun: true }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const apply = useMutation({
    mutationFn: () => request(resolveAllDuplicates, { datasetId, maxDistance }),
    onSuccess: ({ groups, undoToken }) => onDone(groups, undoToken),
  });
  const isCounted = count.data && settled === maxDistance && !count.isPlaceholderData;
  const groups = count.data?.groups ?? 0;
  return (
    <div className="grid gap-3 text-[13px]">
      <div className="grid gap-1">
        <h3 className="font-medium" id={id}>
          Accept all suggestions up to a distance
        </h3>
        <p className="text-xs text-muted-foreground">
          In each group the suggested picture is kept and its copies are hidden.
        </p>
      </div>
      <div className="grid gap-1">
        <Slider
          aria-labelledby={id}
          min={0}
          max={MAX_DISTANCE}
          value={[maxDistance]}
          onValueChange={([next = USUAL_DISTANCE]) => setMaxDistance(next)}
        />
        <p className="flex justify-between gap-2 text-xs text-muted-foreground tabular-nums">
          <span>Up to {bitsText(maxDistance)}</span>
          <span>{likeness(maxDistance)}</span>
        </p>
      </div>
      {(count.error ?? apply.error) && (
        <ProblemNote title="That did not work" error={count.error ?? apply.error} />
      )}
      <p role="status" className="flex items-center gap-2 tabular-nums">
        {isCounted ? `${formatCount(groups)} of ${countOf(open, "waiting group")}` : "Counting"}
        {!isCounted && !count.error && <Spinner className="size-3.5" />}
      </p>
      <Button
        disabled={!isCounted || groups === 0 || apply.isPending}
        onClick={() => apply.mutate()}
      >
        {apply.isPending && <Spinner />}
        {isCounted && groups > 0 ? `Accept ${countOf(groups, "group")}` : "Accept"}
      </Button>
    </div>
  );
}
