import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { ApiError, request } from "@/components/api";
import { problemText } from "@/components/problem";
import { undoImages } from "@/lib/contract/curation";
import { resolveDuplicates } from "@/lib/contract/duplicates";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { type Decision, type Decisions, decisionOf } from "./decisions";

/** One step that can be taken back. */
export interface Step {
  /** Null for a step over many groups. */
  readonly groupId: string | null;
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
  /** What takes it back, or does it again once it was; null until the server has answered. */
  token: string | null;
}

const DECIDE = ["duplicates"];
const UNDO_LIMIT = 500;

/** Something else has changed since, or it is gone: trying again will not help. */
const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && error.problem.status >= 400 && error.problem.status < 500;

/** Decisions on groups: shown at once, sent one after the other, taken back when the server refuses. */
export function useDecisions(datasetId: string) {
  const client = useQueryClient();
  const [decisions, setDecisions] = useState<Decisions>({});
  const [done, setDone] = useState<readonly Step[]>([]);
  const [undone, setUndone] = useState<readonly Step[]>([]);
  // What the next key does is decided before React has rendered the last one.
  const stacks = useRef({ done, undone });

  const setStacks = (next: { done: readonly Step[]; undone: readonly Step[] }) => {
    stacks.current = { done: next.done.slice(-UNDO_LIMIT), undone: next.undone };
    setDone(stacks.current.done);
    setUndone(stacks.current.undone);
  };
  const without = (steps: readonly Step[], step: Step) => steps.filter((one) => one !== step);
  const show = (groupId: string | null, decision: Decision | undefined) => {
    if (!groupId) return;
    setDecisions(({ [groupId]: _, ...others }) =>
      decision ? { ...others, [groupId]: decision } : others,
    );
  };

  const resolve = useMutation({
    mutationKey: DECIDE,
    scope: { id: "duplicates" },
    mutationFn: ({
      group,
      decision: { keep, resolution },
    }: {
      group: DuplicateGroup;
      decision: Decision;
      step: Step;
    }) =>
      request(resolveDuplicates, {
        datasetId,
        duplicateGroupId: group.id,
        keep: [...keep],
        ...(resolution === "kept-all" && { notDuplicates: true }),
      }),
    onSuccess: ({ undoToken }, { step }) => {
      step.token = undoToken;
    },
    onError: (error, { step }) => {
      show(step.groupId, step.before);
      const { done: now, undone: later } = stacks.current;
      setStacks({ done: without(now, step), undone: without(later, step) });
      toast.error("The decision was not saved", { description: problemText(error) });
    },
  });
  const turnBack = useMutation({
    mutationKey: DECIDE,
    scope: { id: "duplicates" },
    mutationFn: async ({ step }: { step: Step; isUndo: boolean }) =>
      step.token ? request(undoImages, { datasetId, undoToken: step.token }) : null,
    onSuccess: (answer, { step }) => {
      if (answer) step.token = answer.undoToken;
    },
    onError: (error, { step, isUndo }) => {
      show(step.groupId, isUndo ? step.after : step.before);
      const now = without(stacks.current.done, step);
      const later = without(stacks.current.undone, step);
      const canTryAgain = !isRefused(error);
      setStacks({
        done: isUndo && canTryAgain ? [...now, step] : now,
        undone: !isUndo && canTryAgain ? [...later, step] : later,
      });
      toast.error(isUndo ? "Not undone" : "Not done again", {
        description: problemText(error),
      });
    },
  });

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (client.isMutating({ mutationKey: DECIDE }) > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [client]);

  const push = (step: Step) => setStacks({ done: [...stacks.current.done, step], undone: [] });
  const decide = (group: DuplicateGroup, keep: readonly string[]) => {
    const decision = decisionOf(group, keep);
    const step = { groupId: group.id, before: decisions[group.id], after: decision, token: null };
    show(group.id, decision);
    push(step);
    resolve.mutate({ group, decision, step });
  };
  /** Takes a step back, the last one unless told; resolves once the server has. Null where there is none. */
  const undo = (which?: Step) => {
    const step = which ?? stacks.current.done.at(-1);
    if (!step || !stacks.current.done.includes(step)) return null;
    setStacks({
      done: without(stacks.current.done, step),
      undone: [...stacks.current.undone, step],
    });
    show(step.groupId, step.before);
    return { step, saved: turnBack.mutateAsync({ step, isUndo: true }) };
  };
  const redo = () => {
    const step = stacks.current.undone.at(-1);
    if (!step) return null;
    setStacks({
      done: [...stacks.current.done, step],
      undone: without(stacks.current.undone, step),
    });
    show(step.groupId, step.after);
    return { step, saved: turnBack.mutateAsync({ step, isUndo: false }) };
  };
  return {
    decisions,
    decide,
    push,
    undo,
    redo,
    /** What the server tells from now on is the truth. */
    forget: () => setDecisions({}),
    canUndo: done.length > 0,
    canRedo: undone.length > 0,
    isSaving: useIsMutating({ mutationKey: DECIDE }) > 0,
  };
}
