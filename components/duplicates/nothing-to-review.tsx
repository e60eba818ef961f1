import { CopyCheckIcon } from "lucide-react";
import Link from "next/link";
import { countOf } from "@/components/format";
import { useStored } from "@/components/gallery/use-stored";
import { RelativeTime } from "@/components/relative-time";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { ActionBar } from "./action-bar";
import type { Review } from "./use-review";
import { useReviewKeys } from "./use-review-keys";
import { isRunning, type Search } from "./use-search";
import { batchText } from "./words";

interface Props {
  datasetId: string;
  review: Review;
  search: Search;
}

/** An empty list: what that means, and what was done so far. Even here the last step can be taken back. */
export function NothingToReview(props: Props) {
  const { undo, redo, canUndo, canRedo, status } = props.review;
  const [letters] = useStored("gallery-letter-keys", "on");
  useReviewKeys({ undo, redo }, letters === "on");
  return (
    <>
      {status === "open" ? <NothingOpen {...props} /> : <NothingDecided {...props} />}
      {(canUndo || canRedo) && <ActionBar review={props.review} />}
    </>
  );
}

function NothingDecided({ datasetId, review: { open } }: Props) {
  return (
    <Empty
      icon={CopyCheckIcon}
      title="Nothing is decided yet"
      text="Groups that you decided on are listed here, and can be decided on anew."
      {...(open > 0 && {
        action: (
          <Button asChild>
            <Link href={to(`/datasets/${datasetId}/duplicates`)}>Review the groups</Link>
          </Button>
        ),
      })}
    />
  );
}

function NothingOpen({ datasetId, review: { resolved }, search: { batch } }: Props) {
  return (
    <Empty
      icon={CopyCheckIcon}
      title="No duplicates wait for you"
      text={
        <>
          Pictures are compared as they arrive. Copies come here, hidden behind the best of them.
          {batch?.status === "completed" && batch.finishedAt && (
            <span className="mt-1 block">
              Last search <RelativeTime at={batch.finishedAt} />: {batchText(batch)}
            </span>
          )}
          {isRunning(batch) && <span className="mt-1 block">A search is under way.</span>}
        </>
      }
      {...(resolved > 0 && {
        action: (
          <Button asChild variant="outline">
            <Link href={to(`/datasets/${datasetId}/duplicates?status=resolved`)}>
              Show {countOf(resolved, "decided group")}
            </Link>
          </Button>
        ),
      })}
    />
  );
}
