"use client";
import { useQueries } from "@tanstack/react-query";
import { request } from "@/components/api";
import { expandKeyword } from "@/lib/contract/keywords";
import type { Expansion, ExpansionStrategy } from "@/lib/domain/expansion";
import { asksElsewhere } from "./strategies";
import type { Strategies } from "./strategy-toggles";

const COUNT = 24;

export interface Suggestions {
  items: Expansion[];
  notes: string[];
  errors: Error[];
  isPending: boolean;
}

/**
 * Further keywords for one. What asks somebody else is asked apart, so that it is not asked again whenever an offline
 * strategy changes.
 */
export function useSuggestions(
  keyword: string,
  { strategies, languages }: Strategies,
): Suggestions {
  const parts: ExpansionStrategy[][] = [
    strategies.filter((strategy) => !asksElsewhere(strategy)),
    ...strategies.filter(asksElsewhere).map((strategy) => [strategy]),
  ].filter((part) => part.length > 0);
  return useQueries({
    queries: parts.map((part) => {
      const isTranslated = part.includes("translation");
      const input = { keyword, count: COUNT, strategies: part, ...(isTranslated && { languages }) };
      return {
        queryKey: ["suggestions", input],
        queryFn: ({ signal }: { signal: AbortSignal }) => request(expandKeyword, input, { signal }),
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
      };
    }),
    combine: (results) => ({
      items: distinct(results.flatMap(({ data }) => data?.items ?? [])),
      notes: results.flatMap(({ data }) => data?.notes ?? []),
      errors: results.flatMap(({ error }) => error ?? []),
      isPending: results.some(({ isPending }) => isPending),
    }),
  });
}

/** The first of each keyword: several strategies may give the same. */
const distinct = (items: Expansion[]): Expansion[] =>
  [
    ...new Map(items.toReversed().map((item) => [item.keyword.toLowerCase(), item])).values(),
  ].toReversed();
