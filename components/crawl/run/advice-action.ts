import type { Route } from "next";
import { newCrawlPath } from "@/components/crawl/new-crawl-path";
import { formatCount } from "@/components/format";
import type { Advice, CrawlJob, JobProgress } from "@/lib/domain/crawl-job";
import type { Outcome } from "@/lib/domain/outcome";
import { labelsBehind } from "@/lib/domain/shortfall";

/** What a retry may name. */
export type Lost = Exclude<Outcome, "accepted">;

/** The one thing to do about a piece of advice. */
export type AdviceAction =
  /** Without outcomes: everything that failed, searches too. */
  | { kind: "retry"; label: string; outcomes: Lost[] | null }
  | { kind: "link"; label: string; href: Route };

export const RETRY_SEARCHES = "Run the failed searches again";

export const retryLabel = (count: number): string =>
  count === 1 ? "Retry it" : `Retry these ${formatCount(count)}`;

export function actionFor(
  advice: Advice,
  job: CrawlJob,
  { outcomes, labels }: Pick<JobProgress, "outcomes" | "labels">,
): AdviceAction {
  const link = (label: string, href: Route): AdviceAction => ({ kind: "link", label, href });
  switch (advice.kind) {
    case "retry": {
      const lost = (advice.outcomes ?? []).filter((outcome) => outcome !== "accepted");
      const count = lost.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0);
      return { kind: "retry", label: retryLabel(count), outcomes: lost };
    }
    case "wait":
      return { kind: "retry", label: RETRY_SEARCHES, outcomes: null };
    case "add-source":
      return link("Search there too", newCrawlPath(job, { sources: advice.sources ?? [] }));
    case "give-key":
      return link("Give a key", `/settings/sources#${advice.sources?.[0] ?? ""}` as Route);
    case "expand":
      return link("Add related words", newCrawlPath(job, { isExpanding: true }));
    case "loosen-filter":
      return link("Change the filters", newCrawlPath(job));
    case "balance": {
      const behind = labelsBehind(labels).map(({ label }) => label);
      return link("Search more for them", newCrawlPath(job, { labels: behind, isExpanding: true }));
    }
  }
}
