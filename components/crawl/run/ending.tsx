import { CircleAlertIcon, CircleCheckIcon, CircleSlashIcon, CircleXIcon } from "lucide-react";
import Link from "next/link";
import { cn } from "@/components/cn";
import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import type { CrawlJob, JobProgress, JobStatus } from "@/lib/domain/crawl-job";
import { RetryButton } from "./retry-button";

/** How the crawl ended, said plainly: met, an honest shortfall, cancelled or failed, and what to do next. */
export function Ending({
  job,
  progress,
  onStatus,
}: {
  job: CrawlJob;
  progress: JobProgress;
  onStatus: (status: JobStatus) => void;
}) {
  const { icon: Icon, tone, title, text } = verdictOf(progress);
  const again = new URLSearchParams({
    keywords: job.keywords.map(({ keyword }) => keyword).join(","),
    sources: job.sources.join(","),
    datasetId: job.datasetId,
  });
  return (
    <section
      aria-label="Result"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border bg-card p-4"
    >
      <Icon className={cn("size-6 shrink-0", tone)} aria-hidden />
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="text-sm font-semibold">{title}</h3>
        {text && <p className="text-[13px] break-words text-muted-foreground">{text}</p>}
      </div>
      <div className="flex flex-wrap gap-2">
        {progress.accepted > 0 && (
          <Button asChild>
            <Link href={`/datasets/${job.datasetId}?crawlJobId=${job.id}`}>
              Look at the pictures
            </Link>
          </Button>
        )}
        {progress.lanes.some((lane) => lane.status === "failed") && (
          <RetryButton jobId={job.id} label="Run the failed searches again" onStatus={onStatus} />
        )}
        <Button variant="outline" asChild>
          <Link href={`/crawls/new?${again}`}>New crawl from this one</Link>
        </Button>
      </div>
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
  if (accepted < maxImages) {
    return { icon: CircleCheckIcon, tone: "text-accepted-ink", title: `Done: ${kept}`, text: null };
  }
  return {
    icon: CircleCheckIcon,
    tone: "text-accepted-ink",
    title: `Target met: ${kept}`,
    text: null,
  };
}
