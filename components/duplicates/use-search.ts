import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";
import { request } from "@/components/api";
import { dedupeDataset } from "@/lib/contract/duplicates";
import { getValidationBatch } from "@/lib/contract/validation";
import type { ValidationBatch } from "@/lib/domain/validation";

const POLL_MS = 1000;

export const isRunning = (batch: ValidationBatch | null): boolean =>
  batch?.status === "pending" || batch?.status === "running";

/** The search for duplicates over the whole dataset. `latest` is the newest there is; `onEnd` hears of each that ends while the page is open. */
export function useSearch(
  datasetId: string,
  latest: ValidationBatch | null,
  onEnd: (batch: ValidationBatch) => void,
) {
  const client = useQueryClient();
  const key = ["duplicate-search", datasetId];
  const { data: batch = null } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => {
      const known = client.getQueryData<ValidationBatch | null>(key) ?? latest;
      return known ? request(getValidationBatch, { batchId: known.id }, { signal }) : null;
    },
    initialData: latest,
    enabled: (query) => isRunning(query.state.data ?? null),
    refetchInterval: POLL_MS,
    gcTime: 0,
  });
  const start = useMutation({
    mutationFn: (radius: number) => request(dedupeDataset, { datasetId, radius }),
    onSuccess: (started) => client.setQueryData(key, started),
  });

  const told = useRef(isRunning(latest) ? null : (latest?.id ?? null));
  const tell = useEffectEvent(onEnd);
  useEffect(() => {
    if (!batch || isRunning(batch) || told.current === batch.id) return;
    told.current = batch.id;
    tell(batch);
  }, [batch]);
  return { batch, start };
}
export type Search = ReturnType<typeof useSearch>;
