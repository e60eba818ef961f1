import { cn } from "@/components/cn";
import type { SourceInfo } from "@/lib/domain/source";
import { healthOf, quotaWords, type Tone } from "./source-words";

const DOTS: Record<Tone, string> = {
  good: "bg-accepted",
  unsure: "bg-rejected",
  bad: "bg-failed",
  off: "bg-skipped",
};

/** A dot with its word, and what is left of the quota. */
export function HealthLine({ source }: { source: SourceInfo }) {
  const { tone, word } = healthOf(source);
  const quota = tone === "good" ? quotaWords(source) : null;
  return (
    <span className="flex min-w-0 items-start gap-1.5 text-xs text-muted-foreground">
      <span aria-hidden className={cn("mt-1 size-2 shrink-0 rounded-full", DOTS[tone])} />
      <span className="min-w-0">
        {word}
        {quota && `, ${quota}`}
        {source.key?.from === "own" && ", your key"}
      </span>
    </span>
  );
}
