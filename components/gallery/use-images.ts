import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { request } from "@/components/api";
import { getDatasetStats } from "@/lib/contract/datasets";
import { getImage } from "@/lib/contract/images";
import type { DatasetStats } from "@/lib/domain/dataset";
import type { Amend } from "./edits/use-curate";

export const imageKey = (imageId: string | null) => ["image", imageId];
export const statsKey = (datasetId: string) => ["dataset-stats", datasetId];

const FRESH_MS = 30_000;

const imageQuery = (imageId: string, amend: Amend) => ({
  queryKey: imageKey(imageId),
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const askedAtMs = performance.now();
    return amend(await request(getImage, { imageId }, { signal }), askedAtMs);
  },
  staleTime: FRESH_MS,
});

/** Everything about one picture, with what was decided since it was asked for. Those in `nextIds` are asked for too, as they come next. */
export function useImage(id: string | null, nextIds: readonly string[], amend: Amend) {
  const client = useQueryClient();
  const { data, error } = useQuery({ ...imageQuery(id ?? "", amend), enabled: id !== null });
  const next = nextIds.join(" ");
  const isHere = data !== undefined;
  useEffect(() => {
    if (!isHere) return;
    for (const each of next.split(" ").filter(Boolean))
      void client.prefetchQuery(imageQuery(each, amend));
  }, [client, isHere, next, amend]);
  return { image: data ?? null, error };
}

/** What the filters offer, with counts. */
export type FacetStats = Pick<
  DatasetStats,
  | "labels"
  | "splits"
  | "issues"
  | "sources"
  | "licences"
  | "formats"
  | "aspects"
  | "hosts"
  | "decisions"
>;
const NO_STATS: FacetStats = {
  labels: [],
  splits: [],
  issues: [],
  sources: [],
  licences: [],
  formats: [],
  aspects: [],
  hosts: [],
  decisions: [],
};

/** Counted over the whole dataset, which takes longer than the first pictures; so they do not wait for it. */
export function useStats(datasetId: string): FacetStats {
  const { data } = useQuery({
    queryKey: statsKey(datasetId),
    queryFn: ({ signal }) => request(getDatasetStats, { datasetId }, { signal }),
    staleTime: FRESH_MS,
  });
  return data ?? NO_STATS;
}
