import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { useEffect, useRef, useState } from "react";
import { parseAsId } from "@/components/gallery/filters";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { type Decisions, nextWaiting, resolutionOf } from "./decisions";
import type { GroupStatus } from "./search";
import { type Step, useDecisions } from "./use-decisions";
import { GROUPS_PER_PAGE, type GroupPage, useGroups } from "./use-groups";

/** Asked for ahead, so that nobody waits for the next group. */
const AHEAD = GROUPS_PER_PAGE / 2;

interface Start {
  datasetId: string;
  status: GroupStatus;
  /** The group that the address named. */
  from: string | null;
  first: GroupPage;
}

/** One group after the other: where the person is, what was decided, and the way back. */
export function useReview({ datasetId, status, from, first }: Start) {
  const [reading, setReading] = useState({ from, epoch: 0 });
  const [at, setAt] = useState(0);
  // While the list is read again the counts of before stand.
  const [before, setBefore] = useState(first);
  const list = useGroups({ datasetId, status, reading, first });
  const { groups, hasNextPage, isFetching, isError, fetchNextPage } = list;
  const saving = useDecisions(datasetId);
  const { decisions } = saving;
  const counted = counts({ groups, first: list.first ?? before, status, decisions, at });
  const group = groups[at] ?? null;
  const isEnd = !group && !list.isPending && !hasNextPage;
  const isRunningOut = hasNextPage && at >= groups.length - AHEAD;

  useEffect(() => {
    if (isRunningOut && !isFetching && !isError) void fetchNextPage({ cancelRefetch: false });
  }, [isRunningOut, isFetching, isError, fetchNextPage]);

  const [, setShown] = useQueryState("group", parseAsId);
  const shownId = group?.id ?? null;
  const isWaiting = !group && !isEnd;
  const router = useRouter();
  const isPageStale = useRef(false);
  useEffect(() => {
    if (isWaiting) return;
    // Only then: while the address names a group that is decided on by now, the page would come back with the other list
    // and without the steps to undo; and a change of address breaks off a refresh that is under way.
    void setShown(shownId).then(() => {
      if (isPageStale.current) router.refresh();
      isPageStale.current = false;
    });
  }, [shownId, isWaiting, setShown, router]);

  /** Reads the list anew, from a group or from the first, and then what the page around it counts. */
  const readAnew = (start: string | null) => {
    const { open, resolved } = counted;
    setBefore((known) => ({ ...(list.first ?? known), open, resolved }));
    saving.forget();
    setAt(0);
    setReading(({ epoch }) => ({ from: start, epoch: epoch + 1 }));
    isPageStale.current = true;
  };
  const show = (groupId: string | null) => {
    const index = groups.findIndex(({ id }) => id === groupId);
    if (index >= 0) setAt(index);
    return index >= 0;
  };
  const follow = ({ step, saved }: { step: Step; saved: Promise<unknown> }) => {
    if (step.groupId && show(step.groupId)) return void saved.catch(() => {});
    // What it changed is not in this list: then the list is read again, once it is saved.
    saved.then(
      () => readAnew(step.groupId),
      () => {},
    );
  };
  return {
    ...counted,
    status,
    group,
    groups,
    decisions,
    isEnd,
    isReading: list.isPending,
    error: list.error,
    retry: () => void (groups.length === 0 ? list.refetch() : fetchNextPage()),
    isSaving: saving.isSaving,
    canUndo: saving.canUndo,
    canRedo: saving.canRedo,
    /** Where going back leads; null where nothing is ahead. Lists are not read backwards: ahead of its start one is read from its first group. */
    back: backOf(at, list.first?.before ?? 0),
    decide: (keep: readonly string[]) => {
      if (!group) return;
      saving.decide(group, keep);
      // Of decided groups every one is looked at; of waiting ones those that still wait.
      setAt(status === "open" ? nextWaiting(groups, decisions, at) : at + 1);
    },
    go: (by: 1 | -1) => {
      if (by === -1 && backOf(at, list.first?.before ?? 0) === "first") return readAnew(null);
      setAt((now) => Math.min(groups.length, Math.max(0, now + by)));
    },
    firstWaiting: () => setAt(nextWaiting(groups, decisions, -1)),
    undo: (which?: Step) => {
      const taken = saving.undo(which);
      if (taken) follow(taken);
    },
    redo: () => {
      const again = saving.redo();
      if (again) follow(again);
    },
    /** Notes a step over many groups, so that it can be undone as the others. */
    push: saving.push,
    readAnew,
  };
}
export type Review = ReturnType<typeof useReview>;

function backOf(at: number, before: number): "previous" | "first" | null {
  if (at > 0) return "previous";
  return before > 0 ? "first" : null;
}

function counts({
  groups,
  first,
  status,
  decisions,
  at,
}: {
  groups: readonly DuplicateGroup[];
  first: GroupPage;
  status: GroupStatus;
  decisions: Decisions;
  at: number;
}) {
  const decided = groups.filter(
    (group) => group.resolution === null && resolutionOf(group, decisions) !== null,
  ).length;
  const open = first.open - decided;
  const resolved = first.resolved + decided;
  return {
    open: Math.max(0, open),
    resolved,
    /** Decided on since the list was read. */
    decided,
    before: first.before,
    /** Counting from 1, of `total` in the list. */
    position: first.before + at + 1,
    total: status === "open" ? first.open : first.resolved,
    /** Groups of what is loaded that were passed over. */
    skipped:
      status === "open"
        ? groups.filter((group) => resolutionOf(group, decisions) === null).length
        : 0,
  };
}
