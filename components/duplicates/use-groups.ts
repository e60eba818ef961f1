import { type InfiniteData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { z } from "zod";
import { request } from "@/components/api";
import { listDuplicateGroups } from "@/lib/contract/duplicates";
import type { GroupStatus } from "./search";

export type GroupPage = z.output<typeof listDuplicateGroups.output>;

/** Groups of one request; the next ones are asked for while there are some left to look at. */
export const GROUPS_PER_PAGE = 20;

/** A list of groups: from which one on, and the how many-eth reading of it. */
export interface Reading {
  from: string | null;
  epoch: number;
}

/** The groups of a dataset, the most certain first, page by page. `first` is the page that came with the page itself. */
export function useGroups({
  datasetId,
  status,
  reading,
  first,
}: {
  datasetId: string;
  status: GroupStatus;
  reading: Reading;
  first: GroupPage;
}) {
  const query = useInfiniteQuery<
    GroupPage,
    Error,
    InfiniteData<GroupPage>,
    readonly unknown[],
    string | null
  >({
    queryKey: ["duplicate-groups", datasetId, status, reading],
    queryFn: ({ pageParam, signal }) =>
      request(
        listDuplicateGroups,
        {
          datasetId,
          status,
          limit: GROUPS_PER_PAGE,
          ...(pageParam ? { cursor: pageParam } : reading.from && { from: reading.from }),
        },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
    // Read anew on purpose only: what was decided on stays where it is, to go back to.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnReconnect: false,
    gcTime: 0,
    ...(reading.epoch === 0 && { initialData: { pages: [first], pageParams: [null] } }),
  });
  const groups = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  return { ...query, groups, first: query.data?.pages[0] ?? null };
}
