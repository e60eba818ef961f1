"use client";
import { useId } from "react";
import { cn } from "@/components/cn";
import { Checkbox } from "@/components/ui/checkbox";
import type { SourceInfo } from "@/lib/domain/source";
import { HealthLine } from "./health-line";
import { KeyDialog } from "./key-dialog";
import { RightsLine } from "./rights-line";
import { SourceFacts } from "./source-facts";
import { isKeyMissing, whyUnavailable } from "./source-words";

/** A source to choose: its state and rights at a glance, its terms on demand. */
export function SourceCard({
  source,
  isChosen,
  isInvalid,
  onToggle,
}: {
  source: SourceInfo;
  isChosen: boolean;
  isInvalid: boolean;
  onToggle: (isChosen: boolean) => void;
}) {
  const id = useId();
  const isUnavailable = whyUnavailable(source) !== null;
  const needsKey = isKeyMissing(source);
  // Rights in one's own material are one's own affair, and it is always there.
  const isOwn = source.capabilities.group === "own";
  return (
    <div
      className={cn(
        "relative isolate grid min-w-0 grid-cols-[auto_1fr_auto] content-start items-start gap-x-2.5 gap-y-0.5 rounded-lg border bg-card px-3 py-2.5 transition-colors",
        isChosen && "border-primary/50",
        isUnavailable ? "border-dashed" : "hover:border-input",
      )}
    >
      <Checkbox
        id={id}
        checked={isChosen}
        disabled={isUnavailable}
        onCheckedChange={(checked) => onToggle(checked === true)}
        aria-describedby={`${id}-about`}
        aria-invalid={isInvalid || undefined}
        // Above the label, which covers the card.
        className="relative z-1 mt-0.5"
      />
      <label
        htmlFor={id}
        className={cn(
          "truncate text-[13px] font-medium",
          // The whole card is the label's target; buttons lie above it.
          !isUnavailable && "cursor-pointer after:absolute after:inset-0",
        )}
      >
        {source.name}
      </label>
      <span className="relative -my-1 -mr-1.5 flex">
        {source.key && !needsKey && <KeyDialog source={source} />}
        <SourceFacts source={source} />
      </span>
      <div id={`${id}-about`} className="col-span-2 col-start-2 grid gap-0.5">
        {isOwn ? (
          <span className="line-clamp-2 text-xs text-muted-foreground">{source.description}</span>
        ) : (
          <>
            <HealthLine source={source} />
            <RightsLine capabilities={source.capabilities} />
          </>
        )}
      </div>
      {needsKey && (
        <span className="relative col-span-2 col-start-2 mt-1">
          <KeyDialog source={source} />
        </span>
      )}
    </div>
  );
}
