"use client";
import { useQuery } from "@tanstack/react-query";
import { request } from "@/components/api";
import { listSources } from "@/lib/contract/sources";
import type { SourceInfo } from "@/lib/domain/source";

export const SOURCES_KEY = ["sources"] as const;
const FRESH_MS = 30_000;

/** The sources as the server sent them with the page, kept up to date: quotas shrink and breakers open while one types. */
export function useSources(initial: SourceInfo[]): SourceInfo[] {
  return useQuery({
    queryKey: SOURCES_KEY,
    queryFn: async ({ signal }) => (await request(listSources, { limit: 200 }, { signal })).items,
    initialData: initial,
    staleTime: FRESH_MS,
    refetchOnWindowFocus: true,
  }).data;
}
