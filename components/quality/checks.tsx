"use client";
import { ChevronRightIcon } from "lucide-react";
import { useState } from "react";
import { countOf } from "@/components/format";
import type { Quality } from "@/lib/domain/validation";
import { BatchLine } from "./batch-line";
import { countBelow } from "./bins";
import { CheckCard } from "./check-card";
import { HiddenLine } from "./hidden-line";
import { LevelChoice } from "./level-choice";
import { usePreview } from "./use-preview";
import { isAtWork, useQuality } from "./use-quality";

type Check = Quality["checks"][number];
/** Worth a look: it finds pictures, or somebody has set it. */
const isTelling = ({ bins, rule, isDefault }: Check) =>
  !isDefault || countBelow(bins, rule.threshold) > 0;
const tellingOf = ({ checks }: Quality) =>
  new Set(checks.filter(isTelling).map(({ issue }) => issue));

/** The checks of a dataset: how strictly they judge, and where each draws its line. */
export function Checks({ datasetId, first }: { datasetId: string; first: Quality }) {
  const { quality, batch, drafts, move, settle, level, setLevel, measure } = useQuality(
    datasetId,
    first,
  );
  const isJudging = isAtWork(batch);
  const preview = usePreview(datasetId, {
    level,
    saved: quality.changes,
    drafts,
    isJudging: isJudging || level !== quality.level,
  });
  // As it was when the page was opened, or pictures came: a chart that is being moved does not go and hide.
  const [told, setTold] = useState({ total: first.total, telling: tellingOf(first) });
  if (quality.total !== told.total)
    setTold({
      total: quality.total,
      telling: new Set([...told.telling, ...tellingOf(quality)]),
    });
  const { telling } = told;
  const folded = quality.checks.filter(({ issue }) => !telling.has(issue));
  const cards = (checks: readonly Check[]) => (
    <div className="grid gap-3 lg:grid-cols-2">
      {checks.map((check) => (
        <CheckCard
          key={check.issue}
          datasetId={datasetId}
          check={check}
          rule={drafts[check.issue] ?? check.rule}
          onMove={move}
          onSettle={settle}
        />
      ))}
    </div>
  );
  return (
    <section id="checks" aria-labelledby="checks-title" className="grid scroll-mt-16 gap-3">
      <h2 id="checks-title" className="text-sm font-semibold">
        Checks
      </h2>
      <LevelChoice level={level} onChange={setLevel} />
      <BatchLine
        batch={batch}
        unmeasured={Math.max(0, ...quality.checks.map(({ unmeasured }) => unmeasured))}
        isStarting={measure.isPending}
        onMeasure={() => measure.mutate()}
      />
      {quality.total === 0 ? (
        <p className="text-[13px] text-muted-foreground">
          There are no pictures to judge yet. Each check shows here how they score, with a threshold
          to move.
        </p>
      ) : (
        <>
          <HiddenLine
            datasetId={datasetId}
            total={quality.total}
            hidden={quality.hidden}
            preview={preview}
          />
          {cards(quality.checks.filter(({ issue }) => telling.has(issue)))}
          {folded.length > 0 && (
            <details className="group rounded-lg border bg-card">
              <summary className="flex cursor-pointer list-none items-center gap-2 rounded-lg px-3 py-2.5 text-[13px] font-medium">
                <ChevronRightIcon
                  className="size-4 text-muted-foreground transition-transform group-open:rotate-90"
                  aria-hidden
                />
                {countOf(folded.length, "check")} found nothing
              </summary>
              <div className="border-t p-3">{cards(folded)}</div>
            </details>
          )}
          <p className="text-xs text-muted-foreground">
            Heights are logarithms of the counts, so that a few pictures among many can be seen.
          </p>
        </>
      )}
    </section>
  );
}
