import { cn } from "@/components/cn";
import { OutcomeGroupBadge } from "@/components/outcome";
import type { Image } from "@/lib/domain/image";
import { ISSUE_LABELS, ISSUES, type Issue } from "@/lib/domain/issue";
import { Section } from "./section";

/** What each score measures, said as the good end of the scale. */
const MEANING: Record<Issue, string> = {
  dark: "Its brightest parts are bright enough.",
  light: "Its darkest parts are dark enough.",
  blurry: "Edges are sharp.",
  "low-information": "There is something to see, not one flat colour.",
  "odd-aspect-ratio": "Its sides are not too unequal.",
  grayscale: "It has colour.",
};

/** The score of every check, 1 being good, and which of them found something. */
export function Checks({ image: { scores, issues, isValid } }: { image: Image }) {
  const measured = ISSUES.filter((issue) => scores[issue] !== undefined);
  return (
    <Section title="Checks">
      <p className="text-[13px]">
        {issues.length === 0
          ? "No check found anything."
          : `Found: ${issues.map((issue) => ISSUE_LABELS[issue].toLowerCase()).join(", ")}.`}
        {!isValid && " It does not pass the checks of this dataset."}
      </p>
      {measured.length > 0 && (
        <ul className="grid gap-2">
          {measured.map((issue) => (
            <CheckLine
              key={issue}
              issue={issue}
              score={scores[issue] ?? 0}
              isFound={issues.includes(issue)}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function CheckLine({ issue, score, isFound }: { issue: Issue; score: number; isFound: boolean }) {
  return (
    <li className="grid gap-1">
      <div className="flex items-center justify-between gap-2 text-xs">
        <span className="flex items-center gap-2">
          <span title={MEANING[issue]}>Not {ISSUE_LABELS[issue].toLowerCase()}</span>
          {isFound && <OutcomeGroupBadge group="rejected">Found</OutcomeGroupBadge>}
        </span>
        <span className="text-muted-foreground tabular-nums">{score.toFixed(2)}</span>
      </div>
      <div className="h-1 overflow-hidden rounded-full bg-secondary" aria-hidden>
        <div
          className={cn("h-full rounded-full", isFound ? "bg-rejected" : "bg-accepted")}
          style={{ width: `${score * 100}%` }}
        />
      </div>
      <p className="text-xs text-muted-foreground">{MEANING[issue]}</p>
    </li>
  );
}
