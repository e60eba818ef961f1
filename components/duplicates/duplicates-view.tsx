"use client";
import { toast } from "sonner";
import { countOf } from "@/components/format";
import { UNDO_SHOWN_MS } from "@/components/undo-shown";
import type { Overlap } from "@/lib/domain/duplicate";
import type { ValidationBatch } from "@/lib/domain/validation";
import { AcceptAll } from "./accept-all";
import { FindAgain } from "./find-again";
import { NothingToReview } from "./nothing-to-review";
import { Overlaps } from "./overlaps";
import { ReviewHead } from "./review-head";
import { ReviewView } from "./review-view";
import type { GroupStatus } from "./search";
import { StatusTabs } from "./status-tabs";
import type { GroupPage } from "./use-groups";
import { useReview } from "./use-review";
import { useSearch } from "./use-search";
import { batchText } from "./words";

/** The duplicates of a dataset: reviewed one group at a time, accepted many at once, looked for again. */
export function DuplicatesView({
  datasetId,
  status,
  from,
  first,
  latestSearch,
  overlaps,
}: {
  datasetId: string;
  status: GroupStatus;
  from: string | null;
  first: GroupPage;
  latestSearch: ValidationBatch | null;
  overlaps: readonly Overlap[];
}) {
  const review = useReview({ datasetId, status, from, first });
  const search = useSearch(datasetId, latestSearch, (batch) => {
    if (batch.status === "completed")
      toast.success("Search finished", { description: batchText(batch) });
    if (batch.status === "failed") toast.error("The search failed", { description: batch.error });
    review.readAnew(review.group?.id ?? null);
  });
  const onAccepted = (groups: number, token: string | null) => {
    const step = { groupId: null, before: undefined, after: undefined, token };
    if (token) review.push(step);
    review.readAnew(null);
    toast.success(`${countOf(groups, "group")} accepted`, {
      duration: UNDO_SHOWN_MS,
      ...(token && { action: { label: "Undo", onClick: () => review.undo(step) } }),
    });
  };
  const isEmpty = review.total === 0;
  return (
    <div className="flex flex-1 flex-col gap-2.5 px-4 pt-3 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <StatusTabs
          datasetId={datasetId}
          status={status}
          open={review.open}
          resolved={review.resolved}
        />
        <ReviewHead review={review} />
        <div className="ml-auto flex gap-2">
          <FindAgain search={search} />
          {status === "open" && (
            <AcceptAll
              datasetId={datasetId}
              open={review.open}
              isDisabled={review.open === 0 || review.isSaving}
              onDone={onAccepted}
            />
          )}
        </div>
      </div>
      <Overlaps datasetId={datasetId} overlaps={overlaps} />
      {isEmpty && !review.error && !review.isReading ? (
        <NothingToReview datasetId={datasetId} review={review} search={search} />
      ) : (
        <ReviewView review={review} />
      )}
    </div>
  );
}
