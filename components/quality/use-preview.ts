"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { request } from "@/components/api";
import { previewQuality } from "@/lib/contract/validation";
import type { RuleChanges, ValidationLevel } from "@/lib/domain/issue";
import { useSettled } from "./use-settled";

const AFTER_MS = 150;

/**
 * How many pictures all rules hide together at a level, as they are being moved or, once saved, until every picture is
 * judged by them; null when neither is so.
 */
export function usePreview(
  datasetId: string,
  {
    level,
    saved,
    drafts,
    isJudging,
  }: { level: ValidationLevel; saved: RuleChanges; drafts: RuleChanges; isJudging: boolean },
): number | null {
  const settled = useSettled(drafts, AFTER_MS);
  const isAhead = isJudging || Object.keys(drafts).length > 0;
  const rules = { ...saved, ...settled };
  const { data } = useQuery({
    queryKey: ["quality-preview", datasetId, level, rules],
    queryFn: ({ signal }) => request(previewQuality, { datasetId, level, rules }, { signal }),
    enabled: isAhead,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return isAhead && data ? data.hidden : null;
}
