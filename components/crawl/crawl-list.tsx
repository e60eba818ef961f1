"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { RadarIcon } from "lucide-react";
import Link from "next/link";
import { request } from "@/components/api";
import { ProblemNote } from "@/components/dataset/problem-note";
import { formatCount } from "@/components/format";
import { OutcomeBar } from "@/components/outcome-bar";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { listJobs } from "@/lib/contract/jobs";
import { type CrawlJob, isFinished } from "@/lib/domain/crawl-job";
import type { Page } from "@/lib/domain/page";
import { LoadMore } from "./load-more";
import { useSourceName } from "./source-names";

const POLL_MS = 3_000;

/** The crawls of a dataset, newest first; the numbers follow while one is at work. */
export function CrawlList({ datasetId, first }: { datasetId: string; first: Page<CrawlJob> }) {
  const list = useInfiniteQuery({
    queryKey: ["jobs", datasetId],
    queryFn: ({ pageParam, signal }) =>
      request(
        listJobs,
        { datasetId, limit: 50, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    initialData: { pages: [first], pageParams: [null] },
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(({ status }) => !isFinished(status)))
        ? POLL_MS
        : false,
  });
  const jobs = list.data.pages.flatMap((page) => page.items);
  if (jobs.length === 0) {
    return (
      <Empty
        icon={RadarIcon}
        title="No crawl yet"
        text="A crawl asks sources for keywords and fills this dataset with the pictures that pass every check."
        action={
          <Button asChild>
            <Link href={`/crawls/new?datasetId=${datasetId}`}>New crawl</Link>
          </Button>
        }
      />
    );
  }
  return (
    <div className="grid gap-3">
      {list.error && <ProblemNote title="The list is not up to date" error={list.error} />}
      <ul className="divide-y rounded-lg border bg-card">
        {jobs.map((job) => (
          <CrawlRow key={job.id} job={job} />
        ))}
      </ul>
      <LoadMore list={list} />
    </div>
  );
}

function CrawlRow({ job }: { job: CrawlJob }) {
  const nameOf = useSourceName();
  return (
    <li className="relative grid gap-2 px-4 py-3 hover:bg-muted/60 sm:grid-cols-[minmax(0,1fr)_16rem] sm:items-center sm:gap-6">
      <div className="grid min-w-0 gap-1">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            href={`/datasets/${job.datasetId}/crawls/${job.id}`}
            className="truncate font-medium after:absolute after:inset-0"
          >
            {job.name}
          </Link>
          <StatusBadge status={job.status} />
        </div>
        <p className="truncate text-xs text-muted-foreground">
          {job.sources.map(nameOf).join(", ")} · <RelativeTime at={job.createdAt} />
          {job.scheduleId && " · repeated run"}
          {job.error && ` · ${job.error}`}
        </p>
      </div>
      <div className="grid gap-1">
        <p className="flex justify-between text-xs text-muted-foreground tabular-nums">
          <span>
            <span className="font-medium text-foreground">{formatCount(job.validImages)}</span> of{" "}
            {formatCount(job.maxImages)} accepted
          </span>
          <span>{formatCount(job.totalImages)} found</span>
        </p>
        <OutcomeBar found={job.totalImages} outcomes={job.outcomes} className="relative" />
      </div>
    </li>
  );
}
