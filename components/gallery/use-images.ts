import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { request } from "@/components/api";
import { getDatasetStats, listDatasetImages } from "@/lib/contract/datasets";
import { getImage } from "@/lib/contract/images";
import type { DatasetStats } from "@/lib/domain/dataset";
import type { Image } from "@/lib/domain/image";
import type { Page } from "@/lib/domain/page";
import type { ImageQuery } from "./filters";

/** The page that the server sent along, and the question that it answers. */
export interface FirstPage {
  query: ImageQuery;
  page: Page<Image>;
  /** Milliseconds since 1970. */
  loadedAt: number;
}

export const IMAGES_KEY = "images";
export const IMAGE_KEY = "image";
export const statsKey = (datasetId: string) => ["dataset-stats", datasetId];

const FRESH_MS = 30_000;
const same = (a: ImageQuery, b: ImageQuery) => JSON.stringify(a) === JSON.stringify(b);

export function useImages(datasetId: string, query: ImageQuery, first: FirstPage) {
  const initial = same(first.query, query) && {
    initialData: { pages: [first.page], pageParams: [null] },
    initialDataUpdatedAt: first.loadedAt,
  };
  const result = useInfiniteQuery({
    queryKey: [IMAGES_KEY, datasetId, query],
    queryFn: ({ pageParam }) =>
      request(listDatasetImages, {
        datasetId,
        ...query,
        limit: 200,
        ...(pageParam && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    // A refetch asks for every page again, so it happens on purpose only, and an old view is not kept.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    gcTime: 0,
    ...initial,
  });
  const images = useMemo(
    () => result.data?.pages.flatMap((page) => page.items) ?? [],
    [result.data],
  );
  return { ...result, images };
}

/** One image by id: from the list where it is there, else asked for. */
export function useImage(id: string | null, images: readonly Image[]) {
  const listed = useMemo(() => images.find((image) => image.id === id), [images, id]);
  const asked = useQuery({
    queryKey: [IMAGE_KEY, id],
    queryFn: () => request(getImage, { imageId: id ?? "" }),
    enabled: id !== null && !listed,
    staleTime: FRESH_MS,
  });
  return { image: listed ?? asked.data ?? null, error: listed ? null : asked.error };
}

export function useStats(datasetId: string, initialData: DatasetStats) {
  return useQuery({
    queryKey: statsKey(datasetId),
    queryFn: () => request(getDatasetStats, { datasetId }),
    initialData,
    staleTime: FRESH_MS,
  }).data;
}
