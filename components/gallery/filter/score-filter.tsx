"use client";
import { useState } from "react";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Slider } from "@/components/ui/slider";
import {
  CHECKED_ISSUES,
  type CheckedIssue,
  ISSUE_LABELS,
  SCORE_MEANINGS,
} from "@/lib/domain/issue";
import { FacetButton } from "./facet";
import { readRanges, writeRanges } from "./words";

const STEP = 0.05;

/** A range for the score of each check. */
export function ScoreFilter({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (score: string | null) => void;
}) {
  const ranges = readRanges(value);
  return (
    <Popover>
      <PopoverTrigger asChild>
        <FacetButton isActive={value !== null}>Scores</FacetButton>
      </PopoverTrigger>
      <PopoverContent className="w-96 max-w-[calc(100vw-1rem)]" aria-label="Scores">
        <p className="pb-3 text-xs text-muted-foreground">
          0 certainly has the issue, 1 certainly has not.
        </p>
        <ul className="grid gap-3">
          {CHECKED_ISSUES.map((issue) => {
            const range = ranges.find((each) => each.issue === issue);
            return (
              <li key={`${issue} ${range?.from} ${range?.to}`} title={SCORE_MEANINGS[issue]}>
                <ScoreRange
                  issue={issue}
                  from={range?.from ?? 0}
                  to={range?.to ?? 1}
                  onChange={(from, to) =>
                    onChange(
                      writeRanges([
                        ...ranges.filter((each) => each.issue !== issue),
                        { issue, from, to },
                      ]),
                    )
                  }
                />
              </li>
            );
          })}
        </ul>
      </PopoverContent>
    </Popover>
  );
}

/** Shows the range while it is dragged, and tells it when it is let go. */
function ScoreRange({
  issue,
  from,
  to,
  onChange,
}: {
  issue: CheckedIssue;
  from: number;
  to: number;
  onChange: (from: number, to: number) => void;
}) {
  const [[low = 0, high = 1], setRange] = useState<readonly number[]>([from, to]);
  const isOpen = low > 0 || high < 1;
  return (
    <div className="grid grid-cols-[8rem_minmax(0,1fr)_4.5rem] items-center gap-2 text-[13px]">
      <span className="truncate">{ISSUE_LABELS[issue]}</span>
      <Slider
        aria-label={`${ISSUE_LABELS[issue]} score`}
        min={0}
        max={1}
        step={STEP}
        minStepsBetweenThumbs={1}
        value={[low, high]}
        onValueChange={setRange}
        onValueCommit={([next = 0, last = 1]) => onChange(next, last)}
      />
      <span className="text-right text-xs text-muted-foreground tabular-nums">
        {isOpen ? `${low.toFixed(2)}–${high.toFixed(2)}` : "any"}
      </span>
    </div>
  );
}
