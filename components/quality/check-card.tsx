"use client";
import { RotateCcwIcon } from "lucide-react";
import dynamic from "next/dynamic";
import { memo, useId } from "react";
import { ChartFigure } from "@/components/charts/chart-figure";
import { cn } from "@/components/cn";
import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import {
  type CheckedIssue,
  DEFAULT_RULES,
  ISSUE_LABELS,
  type Rule,
  SCORE_MEANINGS,
} from "@/lib/domain/issue";
import type { Quality } from "@/lib/domain/validation";
import { countBelow, filledBins } from "./bins";
import { EdgeStrip } from "./edge-strip";
import { ThresholdSlider } from "./threshold-slider";

const HistogramPlot = dynamic(
  () => import("@/components/charts/histogram-plot").then((module) => module.HistogramPlot),
  { ssr: false, loading: () => <Skeleton className="size-full" /> },
);

/** One check: how its scores are spread, where its threshold lies, and what that does. */
export const CheckCard = memo(function CheckCard({
  datasetId,
  check: { issue, bins, unmeasured, isActive },
  rule,
  onMove,
  onSettle,
}: {
  datasetId: string;
  check: Quality["checks"][number];
  /** As saved, or as it is being moved. */
  rule: Rule;
  onMove: (issue: CheckedIssue, rule: Rule) => void;
  onSettle: (issue: CheckedIssue, rule: Rule) => void;
}) {
  const id = useId();
  const name = ISSUE_LABELS[issue];
  const usual = DEFAULT_RULES[issue];
  const measured = bins.reduce((sum, count) => sum + count, 0);
  const below = countBelow(bins, rule.threshold);
  const does = rule.hides && isActive ? "hidden" : "marked";
  const isUsual = rule.threshold === usual.threshold && rule.hides === usual.hides;
  const footer = (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-[13px]">
        <p className="tabular-nums">
          <span className="font-medium">{formatCount(below)}</span>
          <span className="text-muted-foreground"> of {formatCount(measured)} below </span>
          <span className="font-medium">{rule.threshold.toFixed(2)}</span>
          <span className={cn(does === "hidden" && below > 0 && "text-rejected-ink")}>
            {below > 0 && `, ${does}`}
          </span>
        </p>
        <div className="ml-auto flex items-center gap-2">
          {/* Its room is kept, or the card would jump under the hand that moves the slider. */}
          <Button
            variant="ghost"
            size="sm"
            aria-label={`Reset to usual: ${name}`}
            title={`Usually below ${usual.threshold.toFixed(2)}, ${usual.hides ? "hidden" : "only marked"}`}
            className={cn(isUsual && "invisible")}
            onClick={() => onSettle(issue, usual)}
          >
            <RotateCcwIcon />
            <span className="max-sm:hidden">Usual</span>
          </Button>
          <label htmlFor={id} className="min-w-14 text-right text-xs">
            {rule.hides ? "Hide" : "Only mark"}
          </label>
          <Switch
            id={id}
            aria-label={`Hide what is below: ${name}`}
            checked={rule.hides}
            onCheckedChange={(hides) => onSettle(issue, { ...rule, hides })}
          />
        </div>
      </div>
      {rule.hides && !isActive && (
        <p className="text-xs text-muted-foreground">At the present level this only marks.</p>
      )}
      {unmeasured > 0 && (
        <p className="text-xs text-muted-foreground">
          {countOf(unmeasured, "picture")} not measured for this yet.
        </p>
      )}
      <EdgeStrip
        datasetId={datasetId}
        issue={issue}
        threshold={rule.threshold}
        below={below}
        above={measured - below}
      />
    </div>
  );
  return (
    <ChartFigure
      title={name}
      text={`A high score says: ${lowerFirst(SCORE_MEANINGS[issue])}`}
      column="Score"
      entries={filledBins(bins)}
      footer={footer}
    >
      <div className="mb-2 grid gap-2">
        <div className="relative h-(--plot) [--plot:4.5rem]">
          <div aria-hidden className="relative size-full overflow-hidden rounded-sm bg-muted">
            <Part bins={bins} colour="var(--rejected)" from={0} to={rule.threshold} />
            <Part bins={bins} colour="var(--primary)" from={rule.threshold} to={1} />
          </div>
          <ThresholdSlider
            label={`Threshold: ${name}`}
            valueText={`${rule.threshold.toFixed(2)}, ${countOf(below, "picture")} ${does}`}
            threshold={rule.threshold}
            onMove={(threshold) => onMove(issue, { ...rule, threshold })}
            onSettle={(threshold) => onSettle(issue, { ...rule, threshold })}
          />
        </div>
        <p
          aria-hidden
          className="flex justify-between text-[11px] leading-none text-muted-foreground"
        >
          <span>0</span>
          <span>1</span>
        </p>
      </div>
    </ChartFigure>
  );
});

/** The histogram cut to a range of scores: moving its end draws nothing anew. */
function Part({
  bins,
  colour,
  from,
  to,
}: {
  bins: readonly number[];
  colour: string;
  from: number;
  to: number;
}) {
  const clipPath = `inset(0 ${100 * (1 - to)}% 0 ${100 * from}%)`;
  return (
    <div className="absolute inset-0" style={{ clipPath }}>
      <HistogramPlot bins={bins} colour={colour} />
    </div>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
