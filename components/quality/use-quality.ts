"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import {
  getQuality,
  getValidationBatch,
  setValidationLevel,
  startValidation,
  updateQuality,
} from "@/lib/contract/validation";
import {
  type CheckedIssue,
  ISSUE_LABELS,
  type Rule,
  type RuleChanges,
  type ValidationLevel,
} from "@/lib/domain/issue";
import type { Quality, ValidationBatch } from "@/lib/domain/validation";

const POLL_MS = 1000;
/** Arrow keys move step by step: what they lead to is saved, not each step. */
const SAVE_AFTER_MS = 500;

export const isAtWork = (batch: ValidationBatch | null): boolean =>
  batch?.status === "pending" || batch?.status === "running";

/** Long enough to look at what it did. */
const UNDO_MS = 10_000;

export const qualityKey = (datasetId: string) => ["quality", datasetId];
const notSaved = (error: unknown) =>
  toast.error("Nothing was changed", { description: problemText(error) });

/** The newest batch as it gets on; when it ends, everything on the page is read again. */
function useBatch(datasetId: string, newest: ValidationBatch | null): ValidationBatch | null {
  const queries = useQueryClient();
  const router = useRouter();
  const isOpen = isAtWork(newest);
  const { data } = useQuery({
    queryKey: ["validation-batch", newest?.id],
    queryFn: ({ signal }) => request(getValidationBatch, { batchId: newest?.id ?? "" }, { signal }),
    enabled: isOpen,
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : POLL_MS),
  });
  const batch = isOpen ? (data ?? newest) : newest;
  const hasEnded = isOpen && !isAtWork(batch);
  useEffect(() => {
    if (!hasEnded) return;
    void queries.invalidateQueries({ queryKey: qualityKey(datasetId) });
    router.refresh();
  }, [hasEnded, queries, datasetId, router]);
  return batch;
}

const isSame = (a: Rule | undefined, b: Rule) =>
  a?.threshold === b.threshold && a.hides === b.hides;
const without = (rules: RuleChanges, saved: RuleChanges): RuleChanges =>
  Object.fromEntries(
    Object.entries(rules).filter(([issue, rule]) => !isSame(saved[issue as CheckedIssue], rule)),
  );

/** A dataset's rules: as they are saved, as they are being moved, and what is done about them. */
export function useQuality(datasetId: string, first: Quality) {
  const queries = useQueryClient();
  const key = qualityKey(datasetId);
  const { data: quality } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request(getQuality, { datasetId }, { signal }),
    initialData: first,
  });
  const batch = useBatch(datasetId, quality.batch);
  const [drafts, setDrafts] = useState<RuleChanges>({});
  const waiting = useRef<RuleChanges>({});
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // One after the other, so that the last word is the last one saved.
  const scope = { id: `quality ${datasetId}` };
  const rules = useMutation({
    scope,
    mutationFn: (changes: RuleChanges) => request(updateQuality, { datasetId, rules: changes }),
    onSuccess: (answer) => queries.setQueryData(key, answer),
    onError: notSaved,
    onSettled: (_answer, _error, changes) => setDrafts((now) => without(now, changes)),
  });
  const level = useMutation({
    scope,
    mutationFn: (to: ValidationLevel) => request(setValidationLevel, { datasetId, level: to }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
    onError: notSaved,
  });
  const measure = useMutation({
    mutationFn: () => request(startValidation, { datasetId }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
    onError: notSaved,
  });

  const save = (changes: RuleChanges) => {
    const known = new Map(quality.checks.map((check) => [check.issue, check.rule]));
    const before = Object.fromEntries(
      Object.keys(changes).map((issue) => [issue, known.get(issue as CheckedIssue)]),
    ) as RuleChanges;
    setDrafts((now) => ({ ...now, ...changes }));
    rules.mutate(changes, { onSuccess: () => announce(changes, () => save(before)) });
  };
  const flush = () => {
    clearTimeout(timer.current);
    const changes = waiting.current;
    waiting.current = {};
    if (Object.keys(changes).length > 0) save(changes);
  };
  const latestFlush = useRef(flush);
  useEffect(() => {
    latestFlush.current = flush;
  });
  // Who leaves the page has let go of the slider.
  useEffect(() => () => latestFlush.current(), []);

  /** A rule as it is being moved; nothing is saved. */
  const move = useCallback(
    (issue: CheckedIssue, rule: Rule) => setDrafts((now) => ({ ...now, [issue]: rule })),
    [],
  );
  /** A rule that was let go of: it is saved soon, and can be taken back. */
  const settle = useCallback(
    (issue: CheckedIssue, rule: Rule) => {
      move(issue, rule);
      waiting.current = { ...waiting.current, [issue]: rule };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latestFlush.current(), SAVE_AFTER_MS);
    },
    [move],
  );

  return {
    quality,
    batch,
    drafts,
    move,
    settle,
    level: level.isPending ? (level.variables ?? quality.level) : quality.level,
    setLevel: (to: ValidationLevel) => level.mutate(to),
    measure,
  };
}

function announce(changes: RuleChanges, undo: () => void) {
  const names = Object.keys(changes).map((issue) => ISSUE_LABELS[issue as CheckedIssue]);
  toast.success(`Saved: ${names.join(", ")}`, {
    id: "quality-rules",
    duration: UNDO_MS,
    // The line with the counts sticks at the top, and is what one looks at now.
    position: "bottom-right",
    action: { label: "Undo", onClick: undo },
  });
}
