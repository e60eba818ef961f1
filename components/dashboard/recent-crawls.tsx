"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { request } from "@/components/api";
import { countOf, formatCount } from "@/components/format";
import { OutcomeBar } from "@/components/outcome-bar";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { Progress } from "@/components/ui/progress";
import { listJobs } from "@/lib/contract/jobs";
import { type CrawlJob, isFinished } from "@/lib/domain/crawl-job";

const POLL_MS = 3000;

function CrawlRow({ job }: { job: CrawlJob }) {
  const keywords = job.keywords.map(({ keyword }) => keyword).join(", ");
  return (
    <li className="relative grid items-center gap-x-6 gap-y-2 px-4 py-3 transition-colors hover:bg-muted/60 sm:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            href={`/datasets/${job.datasetId}/crawls/${job.id}`}
            className="truncate text-sm font-medium after:absolute after:inset-0"
          >
            {job.name}
          </Link>
          <StatusBadge status={job.status} />
        </div>
        <p className="truncate text-xs text-muted-foreground">
          {job.datasetName} · {keywords}
        </p>
      </div>
      <div className="grid gap-1.5">
        {job.status === "running" ? (
          <Progress value={job.progress} aria-label={`Progress of ${job.name}`} />
        ) : (
          <OutcomeBar found={job.totalImages} outcomes={job.outcomes} />
        )}
        <p className="flex justify-between gap-3 text-xs whitespace-nowrap text-muted-foreground tabular-nums">
          <span className="truncate">
            {formatCount(job.validImages)} of {countOf(job.maxImages, "image")} ·{" "}
            {formatCount(job.totalImages)} found
          </span>
          <RelativeTime at={job.finishedAt ?? job.startedAt ?? job.createdAt} />
        </p>
      </div>
    </li>
  );
}

/** The latest crawls; asks again every few seconds while one of them is still going. */
export function RecentCrawls({ jobs, limit }: { jobs: CrawlJob[]; limit: number }) {
  const { data } = useQuery({
    queryKey: ["recentCrawls", limit],
    queryFn: async ({ signal }) => (await request(listJobs, { limit }, { signal })).items,
    initialData: jobs,
    refetchInterval: ({ state }) =>
      state.data?.every(({ status }) => isFinished(status)) ? false : POLL_MS,
  });
  return (
    <ul className="divide-y overflow-hidden rounded-lg border bg-card">
      {data.map((job) => (
        <CrawlRow key={job.id} job={job} />
      ))}
    </ul>
  );
}
