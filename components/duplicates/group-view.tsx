import { useState } from "react";
import { cn } from "@/components/cn";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { ActionBar } from "./action-bar";
import { CompareToolbar, ZOOM_STEP } from "./compare/compare-toolbar";
import { type CompareMode, Comparison } from "./compare/comparison";
import { useView } from "./compare/use-view";
import { keptOf } from "./decisions";
import { FactsTable } from "./facts-table";
import { GROUP_LAYOUT } from "./group-layout";
import { MemberStrip } from "./member-strip";
import { largestSize, memberName, pairOf } from "./members";
import { useChoice } from "./use-choice";
import type { Review } from "./use-review";
import { useReviewKeys } from "./use-review-keys";
import { reasonOf } from "./words";

/** How the person compares; it stays from group to group. */
export interface Comparing {
  mode: CompareMode;
  setMode: (mode: CompareMode) => void;
  amplification: number;
  setAmplification: (times: number) => void;
}

/** One group: the pictures, what is known of them, and what can be decided. Give it the group and its decision as key. */
export function GroupView({
  review,
  group,
  comparing: { mode: wantedMode, setMode, amplification, setAmplification },
  areLettersOn,
  onHelp,
}: {
  review: Review;
  group: DuplicateGroup;
  comparing: Comparing;
  areLettersOn: boolean;
  onHelp: () => void;
}) {
  const choice = useChoice(group, keptOf(group, review.decisions));
  const control = useView(largestSize(group));
  const [isFlicking, setFlicking] = useState(false);
  const isLarge = group.members.length > 2;
  const mode = wantedMode === "all" && !isLarge ? "pair" : wantedMode;
  const toggle = (one: CompareMode) => setMode(mode === one ? "pair" : one);
  const accept = () => review.decide(choice.keep);
  const keepAll = () => review.decide(group.members.map(({ image }) => image.id));
  useReviewKeys(
    {
      accept,
      keepAll,
      step: choice.step,
      chooseNth: choice.chooseNth,
      tick: () => isLarge && choice.tick(choice.chosenId),
      undo: review.undo,
      redo: review.redo,
      go: review.go,
      flick: setFlicking,
      difference: () => toggle("difference"),
      all: () => isLarge && toggle("all"),
      zoomIn: () => control.zoomBy(ZOOM_STEP),
      zoomOut: () => control.zoomBy(1 / ZOOM_STEP),
      showWhole: control.showWhole,
      actual: () => control.toggleActual(),
      help: onHelp,
    },
    areLettersOn,
  );
  const [keeper, other] = pairOf(group, choice.chosenId);
  return (
    <>
      <div
        className={cn(
          GROUP_LAYOUT,
          isLarge && "md:[--pane:clamp(15rem,min(100dvh-29.5rem,55vw),60rem)]",
        )}
      >
        <div className="flex min-w-0 flex-col gap-2.5">
          <CompareToolbar
            mode={mode}
            onMode={setMode}
            memberCount={group.members.length}
            amplification={amplification}
            onAmplification={setAmplification}
            control={control}
            onHelp={onHelp}
          />
          <Comparison
            choice={choice}
            control={control}
            mode={isFlicking ? "flick" : mode}
            amplification={amplification}
            onSwipe={review.go}
          />
          {isLarge && <MemberStrip choice={choice} />}
        </div>
        {keeper && other && (
          <div className="grid h-fit gap-2">
            <p className="text-[13px]">
              <strong className="font-medium">{memberName(group, keeper.image.id)}:</strong>{" "}
              {reasonOf(group)}
            </p>
            <FactsTable
              pair={[keeper, other]}
              names={[memberName(group, keeper.image.id), memberName(group, other.image.id)]}
            />
          </div>
        )}
      </div>
      <ActionBar review={review} choice={choice} onAccept={accept} onKeepAll={keepAll} />
    </>
  );
}
