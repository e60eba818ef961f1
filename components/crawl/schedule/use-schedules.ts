"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "@/components/api";
import { listSchedules } from "@/lib/contract/schedules";
import type { Schedule } from "@/lib/domain/schedule";
import { MAX_SCHEDULES } from "./max-schedules";

const POLL_MS = 60_000;
const keyOf = (datasetId: string) => ["schedules", datasetId];

/** The dataset's schedules, newest first; looked at again every minute, because their times pass. */
export function useSchedules(datasetId: string, initial: Schedule[]): Schedule[] {
  return useQuery({
    queryKey: keyOf(datasetId),
    queryFn: async ({ signal }) =>
      (await request(listSchedules, { datasetId, limit: MAX_SCHEDULES }, { signal })).items,
    initialData: initial,
    staleTime: POLL_MS,
    refetchInterval: POLL_MS,
  }).data;
}

/** Asks for the dataset's schedules again, after one was changed. */
export function useSchedulesChanged(datasetId: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keyOf(datasetId) });
}
