import { CheckCheckIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { urlOf } from "@/components/api";
import { ProblemNote } from "@/components/dataset/problem-note";
import { countOf } from "@/components/format";
import { useStored } from "@/components/gallery/use-stored";
import { KeysDialog } from "@/components/keys-dialog";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { getImageContent } from "@/lib/contract/images";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { ActionBar } from "./action-bar";
import type { CompareMode } from "./compare/comparison";
import { GroupSkeleton } from "./group-skeleton";
import { GroupView } from "./group-view";
import { REVIEW_KEYS } from "./review-keys";
import type { Review } from "./use-review";
import { useReviewKeys } from "./use-review-keys";

/** One group after the other, to its end. */
export function ReviewView({ review }: { review: Review }) {
  const [mode, setMode] = useState<CompareMode>("pair");
  const [amplification, setAmplification] = useState(4);
  const [letters, setLetters] = useStored("gallery-letter-keys", "on");
  const [isHelpOpen, setHelpOpen] = useState(false);
  const { group, groups } = review;
  usePreloaded(group && groups[groups.indexOf(group) + 1]);
  const areLettersOn = letters === "on";
  return (
    <>
      {group && (
        <GroupView
          key={[group.id, ...(review.decisions[group.id]?.keep ?? [])].join()}
          review={review}
          group={group}
          comparing={{ mode, setMode, amplification, setAmplification }}
          areLettersOn={areLettersOn}
          onHelp={() => setHelpOpen(true)}
        />
      )}
      {!group && <BetweenGroups review={review} areLettersOn={areLettersOn} />}
      <KeysDialog
        keys={REVIEW_KEYS}
        text="Drag, wheel, pinch and double click zoom and move all pictures together."
        isOpen={isHelpOpen}
        onOpenChange={setHelpOpen}
        areLettersOn={areLettersOn}
        onLetters={(areOn) => setLetters(areOn ? "on" : "off")}
      />
    </>
  );
}

/** Where there is no group: the next ones are on their way or did not come, or it is the end. */
function BetweenGroups({ review, areLettersOn }: { review: Review; areLettersOn: boolean }) {
  const { undo, redo, go, error, retry, isEnd } = review;
  useReviewKeys({ undo, redo, go }, areLettersOn);
  return (
    <>
      {error && (
        <div className="grid justify-items-start gap-3">
          <ProblemNote title="The next groups could not be loaded" error={error} />
          <Button variant="outline" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {!error && (isEnd ? <End review={review} /> : <GroupSkeleton />)}
      <ActionBar review={review} />
    </>
  );
}

/** Behind the last group: what was done, and what was passed over. */
function End({
  review: { status, skipped, before, decided, readAnew, firstWaiting },
}: {
  review: Review;
}) {
  const left = status === "open" ? skipped + before : 0;
  const isAllDone = status === "open" && left === 0;
  return (
    <Empty
      icon={CheckCheckIcon}
      title={isAllDone ? "Every group is decided on" : "That was the last group"}
      text={
        <>
          {decided > 0 && `You decided on ${countOf(decided, "group")}. `}
          {left > 0 && `${countOf(left, "group")} still ${left === 1 ? "waits" : "wait"}.`}
        </>
      }
      action={
        left > 0 && (
          <Button onClick={() => (before > 0 ? readAnew(null) : firstWaiting())}>
            Back to the first that waits
          </Button>
        )
      }
    />
  );
}

/** Fetches the two pictures that the next group will show. */
function usePreloaded(group: DuplicateGroup | null | undefined) {
  useEffect(() => {
    for (const { image } of group?.members.slice(0, 2) ?? []) {
      if (image.format !== "tiff")
        new window.Image().src = urlOf(getImageContent, { imageId: image.id });
    }
  }, [group]);
}
