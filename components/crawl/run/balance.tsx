"use client";
import { useState } from "react";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import type { JobProgress } from "@/lib/domain/crawl-job";

const SHOWN_AT_FIRST = 12;

/** How far each label is towards its part of the target; says nothing of a single one. */
export function Balance({ labels }: Pick<JobProgress, "labels">) {
  const [isAll, setAll] = useState(false);
  if (labels.length < 2) return null;
  const shown = isAll ? labels : labels.slice(0, SHOWN_AT_FIRST);
  return (
    <section aria-label="Class balance" className="grid gap-2">
      <h3 className="text-[13px] font-medium">
        Class balance{" "}
        <span className="font-normal text-muted-foreground">accepted of each label's goal</span>
      </h3>
      <ul className="grid gap-x-6 gap-y-2.5 rounded-lg border bg-card p-3 sm:grid-cols-2 lg:grid-cols-3">
        {shown.map(({ label, accepted, goal }) => (
          <li key={label} className="grid min-w-0 gap-1">
            <p className="flex justify-between gap-3 text-xs">
              <span className="min-w-0 truncate font-medium" title={label}>
                {label}
              </span>
              <span className="shrink-0 text-muted-foreground tabular-nums">
                <span className="font-medium text-foreground">{formatCount(accepted)}</span> of{" "}
                {formatCount(goal)}
              </span>
            </p>
            <div className="h-1.5 overflow-hidden rounded-full bg-secondary" aria-hidden>
              <div
                className="h-full rounded-full bg-accepted transition-[width] duration-500"
                style={{ width: `${Math.min(100, (100 * accepted) / Math.max(1, goal))}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
      {shown.length < labels.length && (
        <Button variant="ghost" size="sm" className="w-fit" onClick={() => setAll(true)}>
          Show all {formatCount(labels.length)} labels
        </Button>
      )}
    </section>
  );
}
