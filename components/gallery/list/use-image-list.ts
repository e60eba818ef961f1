import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { request } from "@/components/api";
import { listImageTiles, outlineImages } from "@/lib/contract/curation";
import { type ImageTile, OUTLINE_PAGE, type Outline } from "@/lib/domain/curation";
import type { ImageQuery } from "../filters";
import { createImageList, type ImageList, pagesOf, type TileSource } from "./image-list";

/** What the server sent along: the beginning of a list, and the question that it answers. */
export interface FirstTiles {
  readonly query: ImageQuery;
  readonly outline: Outline;
  readonly tiles: readonly ImageTile[];
}

const same = (a: ImageQuery, b: ImageQuery) => JSON.stringify(a) === JSON.stringify(b);

/** The list that a query describes; while another is asked for, the last one stays. */
export function useImageList(
  datasetId: string,
  query: ImageQuery,
  first: FirstTiles,
  amend: TileSource["amend"],
) {
  const client = useQueryClient();
  const queryKey = useMemo(() => ["image-list", datasetId, query], [datasetId, query]);
  const source = useMemo<TileSource>(
    () => ({
      amend,
      readPage: async (cursor, signal) => {
        const input = { datasetId, ...query, limit: OUTLINE_PAGE, ...(cursor && { cursor }) };
        return (await request(listImageTiles, input, { signal })).items;
      },
    }),
    [datasetId, query, amend],
  );

  async function readList({ signal }: { signal: AbortSignal }): Promise<ImageList> {
    const askedAtMs = performance.now();
    const read = async (cursor: string | null) =>
      (await source.readPage(cursor, signal)).map((tile) => amend(tile, askedAtMs));
    const view = client.getQueryData<ImageList>(queryKey)?.view() ?? { first: 0, last: 0 };
    const top = view.first < OUTLINE_PAGE ? read(null) : null;
    const [outline, tiles] = await Promise.all([
      request(outlineImages, { datasetId, ...query }, { signal }),
      top,
    ]);
    // What is looked at is read before the new list takes the place of the old one.
    const pages = pagesOf(view, outline.pageSize, outline.cursors.length).map(async (page) => {
      const cursor = outline.cursors[page] ?? null;
      return [page, cursor === null && tiles ? tiles : await read(cursor)] as const;
    });
    return createImageList(source, outline, new Map(await Promise.all(pages)));
  }

  const result = useQuery({
    queryKey,
    queryFn: readList,
    ...(same(first.query, query) && {
      initialData: () => createImageList(source, first.outline, new Map([[0, first.tiles]])),
    }),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  /** Reads it anew, without the old one going away before. */
  const reload = useCallback(() => client.invalidateQueries({ queryKey }), [client, queryKey]);
  return { ...result, list: result.data, reload };
}
