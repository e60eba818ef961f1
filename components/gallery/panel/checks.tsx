import { useQuery } from "@tanstack/react-query";
import { request } from "@/components/api";
import { cn } from "@/components/cn";
import { OutcomeGroupBadge } from "@/components/outcome";
import { analyzeImage } from "@/lib/contract/validation";
import type { Image } from "@/lib/domain/image";
import {
  CHECKED_ISSUES,
  type CheckedIssue,
  ISSUE_LABELS,
  SCORE_MEANINGS,
} from "@/lib/domain/issue";
import { Section } from "./section";

/** The score of every check, 1 being good: first those that found something and why, then the others. */
export function Checks({ image }: { image: Image }) {
  const { id, scores, issues, hiddenBy, decision } = image;
  const analysis = useQuery({
    queryKey: ["image-analysis", id, issues, hiddenBy],
    queryFn: ({ signal }) => request(analyzeImage, { imageId: id }, { signal }),
    enabled: issues.length > 0,
    staleTime: 60_000,
  });
  const reasons = new Map(analysis.data?.issues.map(({ issue, reason }) => [issue, reason]));
  const measured = CHECKED_ISSUES.filter((issue) => scores[issue] !== undefined);
  const found = measured.filter((issue) => issues.includes(issue));
  const passed = measured.filter((issue) => !issues.includes(issue));
  return (
    <Section title="Checks">
      {hiddenBy.length > 0 && (
        <p className="text-[13px]">
          {decision === "accepted"
            ? "The checks would hide it; you accepted it, so it stays."
            : `Hidden from exports: ${namesOf(hiddenBy)}. Accept it to keep it all the same.`}
        </p>
      )}
      {found.length === 0 && <p className="text-[13px]">No check found anything.</p>}
      <Lines issues={found} {...{ scores, hiddenBy, reasons }} isFound />
      {passed.length > 0 && (
        <details className="text-[13px]">
          <summary className="cursor-pointer text-xs text-muted-foreground pointer-coarse:py-3">
            Passed {passed.length} of {measured.length} checks
          </summary>
          <div className="pt-2">
            <Lines issues={passed} {...{ scores, hiddenBy, reasons }} isFound={false} />
          </div>
        </details>
      )}
    </Section>
  );
}

const namesOf = (issues: Image["hiddenBy"]) =>
  issues.map((issue) => ISSUE_LABELS[issue].toLowerCase()).join(", ");

function Lines({
  issues,
  scores,
  hiddenBy,
  reasons,
  isFound,
}: Pick<Image, "scores" | "hiddenBy"> & {
  issues: readonly CheckedIssue[];
  reasons: ReadonlyMap<string, string>;
  isFound: boolean;
}) {
  if (issues.length === 0) return null;
  return (
    <ul className="grid gap-2.5">
      {issues.map((issue) => {
        const score = scores[issue] ?? 0;
        return (
          <li key={issue} className="grid gap-1">
            <div className="flex items-center justify-between gap-2 text-xs">
              <span className="flex items-center gap-2">
                {isFound ? ISSUE_LABELS[issue] : `Not ${ISSUE_LABELS[issue].toLowerCase()}`}
                {isFound && (
                  <OutcomeGroupBadge group="rejected">
                    {hiddenBy.includes(issue) ? "Hides it" : "Marked"}
                  </OutcomeGroupBadge>
                )}
              </span>
              <span className="text-muted-foreground tabular-nums">{score.toFixed(2)}</span>
            </div>
            <div className="h-1 overflow-hidden rounded-full bg-secondary" aria-hidden>
              <div
                className={cn("h-full rounded-full", isFound ? "bg-rejected" : "bg-accepted")}
                style={{ width: `${score * 100}%` }}
              />
            </div>
            <p className="text-xs text-muted-foreground">
              {reasons.get(issue) ?? SCORE_MEANINGS[issue]}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
