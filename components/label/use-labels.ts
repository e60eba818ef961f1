import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "@/components/api";
import { listLabels } from "@/lib/contract/labels";
import type { DatasetLabel } from "@/lib/domain/label";

export const labelsKey = (datasetId: string) => ["labels", datasetId] as const;

const PAGE = 200;
/** A dataset has a thousand labels at most. */
const MAX_PAGES = 5;

async function readAll(datasetId: string, signal: AbortSignal): Promise<DatasetLabel[]> {
  const labels: DatasetLabel[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const input = { datasetId, limit: PAGE, ...(cursor !== null && { cursor }) };
    const answer: { items: DatasetLabel[]; nextCursor: string | null } = await request(
      listLabels,
      input,
      { signal },
    );
    labels.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return labels;
}

/** Every label of a dataset, by name; at first those that the page came with. */
export const useLabels = (datasetId: string, initialData?: DatasetLabel[]) =>
  useQuery({
    queryKey: labelsKey(datasetId),
    queryFn: ({ signal }) => readAll(datasetId, signal),
    ...(initialData && { initialData }),
    staleTime: 30_000,
  });

/** A change of labels; pictures and counts that show them are asked for again. */
export function useLabelChange<T>(change: (input: T) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSettled: () => client.invalidateQueries() });
}
