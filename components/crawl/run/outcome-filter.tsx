"use client";
import { formatCount } from "@/components/format";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import type { JobProgress } from "@/lib/domain/crawl-job";
import { OUTCOME_LABELS, OUTCOMES, type Outcome } from "@/lib/domain/outcome";

const ALL = "all";

/** Chooses one outcome among those that occurred. */
export function OutcomeFilter({
  progress,
  value,
  onChange,
}: {
  progress: JobProgress;
  value: Outcome | "waiting" | null;
  onChange: (value: Outcome | "waiting" | null) => void;
}) {
  const choices = [
    ...(progress.waiting > 0 || value === "waiting"
      ? [{ outcome: "waiting" as const, label: "Waiting", count: progress.waiting }]
      : []),
    ...OUTCOMES.map((outcome) => ({
      outcome,
      label: OUTCOME_LABELS[outcome],
      count: progress.outcomes[outcome] ?? 0,
    })).filter(({ outcome, count }) => count > 0 || outcome === value),
  ];
  return (
    <Select
      value={value ?? ALL}
      onValueChange={(chosen) =>
        onChange(choices.find(({ outcome }) => outcome === chosen)?.outcome ?? null)
      }
    >
      <SelectTrigger aria-label="Outcome" className="min-w-48">
        <SelectValue />
      </SelectTrigger>
      <SelectContent>
        <SelectItem value={ALL}>Every outcome ({formatCount(progress.found)})</SelectItem>
        {choices.map(({ outcome, label, count }) => (
          <SelectItem key={outcome} value={outcome}>
            {label} ({formatCount(count)})
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
