"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { RefreshCwIcon } from "lucide-react";
import { request } from "@/components/api";
import { LoadMore } from "@/components/crawl/load-more";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { listJobCandidates } from "@/lib/contract/jobs";
import type { JobProgress } from "@/lib/domain/crawl-job";
import type { Outcome } from "@/lib/domain/outcome";
import { CandidateRow } from "./candidate-row";
import { OutcomeFilter } from "./outcome-filter";

/** Every URL that was found, and why it did or did not become an image. */
export function Candidates({
  jobId,
  datasetId,
  progress,
  outcome,
  onOutcome,
}: {
  jobId: string;
  datasetId: string;
  progress: JobProgress;
  outcome: Outcome | "waiting" | null;
  onOutcome: (outcome: Outcome | "waiting" | null) => void;
}) {
  const candidates = useInfiniteQuery({
    queryKey: ["job-candidates", jobId, outcome],
    queryFn: ({ pageParam, signal }) =>
      request(
        listJobCandidates,
        { jobId, limit: 50, ...(outcome && { outcome }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const rows = candidates.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <OutcomeFilter progress={progress} value={outcome} onChange={onOutcome} />
        <p className="text-xs text-muted-foreground" aria-live="polite">
          {candidates.data && `${countOf(rows.length, "URL")} shown`}
        </p>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Ask for the URLs again"
          className="ml-auto"
          disabled={candidates.isFetching}
          onClick={() => void candidates.refetch()}
        >
          <RefreshCwIcon className={candidates.isFetching ? "animate-spin" : undefined} />
        </Button>
      </div>
      {candidates.error && (
        <ProblemNote title="The URLs could not be loaded" error={candidates.error} />
      )}
      {candidates.isPending && <Skeleton className="h-64" />}
      {candidates.data && rows.length === 0 && (
        <p className="rounded-lg border border-dashed px-4 py-8 text-center text-[13px] text-muted-foreground">
          {outcome ? "No URL ended like this." : "No URL has been found yet."}
        </p>
      )}
      {rows.length > 0 && (
        <div className="rounded-lg border bg-card">
          <Table aria-label="URLs found">
            <TableHeader>
              <TableRow>
                <TableHead>URL</TableHead>
                <TableHead>Outcome</TableHead>
                <TableHead className="hidden text-right sm:table-cell">HTTP</TableHead>
                <TableHead className="hidden text-right sm:table-cell">Attempts</TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {rows.map((candidate) => (
                <CandidateRow key={candidate.id} candidate={candidate} datasetId={datasetId} />
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      <LoadMore list={candidates} />
    </div>
  );
}
