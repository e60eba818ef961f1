"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "@/components/api";
import { createExport, deleteExport, listExports } from "@/lib/contract/exports";
import type { Export } from "@/lib/domain/export";
import type { Page } from "@/lib/domain/page";

const POLL_MS = 1500;

export const isBuilding = ({ status }: Export): boolean =>
  status === "pending" || status === "running";

export interface ExportsOf {
  /** Of one dataset, or of all. */
  datasetId?: string | undefined;
  cursor?: string | undefined;
}

/** One page of exports; asks again while one of them is being built. */
export function useExports(of: ExportsOf, first: Page<Export>) {
  const { data } = useQuery({
    queryKey: ["exports", of],
    queryFn: ({ signal }) => request(listExports, of, { signal }),
    initialData: first,
    refetchInterval: ({ state }) => (state.data?.items.some(isBuilding) ? POLL_MS : false),
  });
  return data.items;
}

export function useCreateExport(datasetId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => request(createExport, { datasetId, format: "image-folder", archive: "zip" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["exports"] }),
  });
}

export function useDeleteExport() {
  const queries = useQueryClient();
  return async (exportId: string) => {
    await request(deleteExport, { exportId });
    await queries.invalidateQueries({ queryKey: ["exports"] });
  };
}
