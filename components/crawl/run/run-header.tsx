import type { Ref } from "react";
import { useSourceName } from "@/components/crawl/source-names";
import { countOf } from "@/components/format";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import type { CrawlJob, JobProgress, JobStatus } from "@/lib/domain/crawl-job";
import { RunActions } from "./run-actions";

const NAMED = 4;

/** What was asked for, how it stands, and what steers it. */
export function RunHeader({
  ref,
  job,
  progress,
  onStatus,
}: {
  /** The heading, which takes the focus when asked to. */
  ref: Ref<HTMLHeadingElement>;
  job: CrawlJob;
  progress: JobProgress;
  onStatus: (status: JobStatus) => void;
}) {
  const nameOf = useSourceName();
  const names = job.sources.map(nameOf);
  const more = names.length - NAMED;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <h2
            ref={ref}
            tabIndex={-1}
            className="min-w-0 scroll-mt-20 text-base font-semibold break-words"
          >
            {job.name}
          </h2>
          <StatusBadge status={progress.status} />
        </div>
        <p className="text-[13px] text-muted-foreground" title={names.join(", ")}>
          {countOf(job.keywords.length, "keyword")} on {names.slice(0, NAMED).join(", ")}
          {more > 0 && ` and ${more} more`}, {job.validationLevel} checks, created{" "}
          <RelativeTime at={job.createdAt} />
        </p>
      </div>
      <RunActions
        datasetId={job.datasetId}
        jobId={job.id}
        progress={progress}
        onStatus={onStatus}
      />
    </div>
  );
}
