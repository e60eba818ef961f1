"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleXIcon, InfoIcon, TriangleAlertIcon } from "lucide-react";
import { request } from "@/components/api";
import { LoadMore } from "@/components/crawl/load-more";
import { ProblemNote } from "@/components/dataset/problem-note";
import { RelativeTime } from "@/components/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { listJobLogs } from "@/lib/contract/jobs";
import type { LogEntry } from "@/lib/domain/crawl-job";

const POLL_MS = 5_000;
const LEVELS: Record<LogEntry["level"], React.ReactNode> = {
  info: <InfoIcon aria-label="Note" className="text-muted-foreground" />,
  warning: <TriangleAlertIcon aria-label="Warning" className="text-rejected-ink" />,
  error: <CircleXIcon aria-label="Error" className="text-failed-ink" />,
};

/** What happened when, newest first. */
export function Logs({ jobId, isOver }: { jobId: string; isOver: boolean }) {
  const logs = useInfiniteQuery({
    queryKey: ["job-logs", jobId],
    queryFn: ({ pageParam, signal }) =>
      request(
        listJobLogs,
        { jobId, limit: 50, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // A refetch asks for every page again: somebody who reads further back is left in peace.
    refetchInterval: ({ state }) =>
      isOver || (state.data?.pages.length ?? 0) > 1 ? false : POLL_MS,
  });
  const entries = logs.data?.pages.flatMap((page) => page.items) ?? [];
  if (logs.isPending) return <Skeleton className="h-40" />;
  return (
    <div className="grid gap-3">
      {logs.error && <ProblemNote title="The log could not be loaded" error={logs.error} />}
      {entries.length === 0 && !logs.error && (
        <p className="rounded-lg border border-dashed px-4 py-8 text-center text-[13px] text-muted-foreground">
          Nothing has happened yet.
        </p>
      )}
      {entries.length > 0 && (
        <ol className="divide-y rounded-lg border bg-card">
          {entries.map((entry) => (
            <li
              key={entry.id}
              className="flex items-start gap-2 px-3 py-2 text-[13px] [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0"
            >
              {LEVELS[entry.level]}
              <div className="min-w-0 flex-1">
                <p className="break-words">{entry.message}</p>
                {Object.keys(entry.details).length > 0 && (
                  <p className="font-mono text-xs break-all text-muted-foreground">
                    {detailsOf(entry)}
                  </p>
                )}
              </div>
              <RelativeTime at={entry.at} className="shrink-0 text-xs text-muted-foreground" />
            </li>
          ))}
        </ol>
      )}
      <LoadMore list={logs} />
    </div>
  );
}

const detailsOf = ({ details }: LogEntry): string =>
  Object.entries(details)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("  ");
