import { CircleAlertIcon, CircleCheckIcon, CircleSlashIcon, CircleXIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/cn";
import { newCrawlPath } from "@/components/crawl/new-crawl-path";
import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import type { CrawlJob, JobProgress } from "@/lib/domain/crawl-job";
import { RETRY_SEARCHES } from "./advice-action";
import { AdviceList } from "./advice-list";
import { RetryButton } from "./retry-button";
import type { OnRetried } from "./use-job-stream";

/** How the crawl ended, said plainly: met, an honest shortfall, cancelled or failed; and what would help. */
export function Ending({
  job,
  progress,
  onRetried,
  children,
}: {
  job: CrawlJob;
  progress: JobProgress;
  onRetried: OnRetried;
  /** More that can be done with a crawl that is over. */
  children?: ReactNode;
}) {
  const { icon: Icon, tone, title, text } = verdictOf(progress);
  const hasFailedSearch = progress.lanes.some((lane) => lane.status === "failed");
  const isAdvised = progress.advice.some(({ kind }) => kind === "wait");
  return (
    <section aria-label="Result" className="overflow-hidden rounded-lg border bg-card">
      <div className="grid gap-3 p-4">
        <div className="flex items-start gap-3">
          <Icon className={cn("size-5 shrink-0", tone)} aria-hidden />
          <div className="min-w-0">
            <h3 className="text-sm font-semibold">{title}</h3>
            {text && <p className="text-[13px] break-words text-muted-foreground">{text}</p>}
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-2 sm:pl-8">
          {progress.accepted > 0 && (
            <Button asChild>
              <Link href={`/datasets/${job.datasetId}?crawlJobId=${job.id}`}>
                Look at the pictures
              </Link>
            </Button>
          )}
          {hasFailedSearch && !isAdvised && (
            <RetryButton
              jobId={job.id}
              outcomes={null}
              label={RETRY_SEARCHES}
              onRetried={onRetried}
            />
          )}
          {children}
          <Button variant="outline" asChild>
            <Link href={newCrawlPath(job)}>New crawl from this one</Link>
          </Button>
        </div>
      </div>
      {progress.advice.length > 0 && (
        <AdviceList job={job} progress={progress} onRetried={onRetried} />
      )}
    </section>
  );
}

function verdictOf({ status, accepted, maxImages, shortfall, error }: JobProgress) {
  const kept = `${countOf(accepted, "picture")} of ${formatCount(maxImages)}`;
  if (status === "failed") {
    return {
      icon: CircleXIcon,
      tone: "text-failed-ink",
      title: `Failed after ${kept}`,
      text: error,
    };
  }
  if (status === "cancelled") {
    const text = accepted > 0 ? "What was accepted until then stays in the dataset." : null;
    return { icon: CircleSlashIcon, tone: "text-skipped-ink", title: `Cancelled at ${kept}`, text };
  }
  if (shortfall) {
    return {
      icon: CircleAlertIcon,
      tone: "text-rejected-ink",
      title: `Short of the target: ${kept}`,
      text: shortfall,
    };
  }
  const verdict = accepted < maxImages ? "Done" : "Target met";
  return {
    icon: CircleCheckIcon,
    tone: "text-accepted-ink",
    title: `${verdict}: ${kept}`,
    text: null,
  };
}
