import type { SearchParams } from "nuqs/server";
import { loadFilters, toImageQuery } from "@/components/gallery/filters";
import { Gallery } from "@/components/gallery/gallery";
import { load } from "@/lib/api/page";
import { getDatasetStats, listDatasetImages } from "@/lib/contract/datasets";
import * as datasets from "@/lib/services/datasets";

/** Enough for the first screen; the browser asks for the rest in larger pages. */
const FIRST = 60;

export default async function GalleryPage({
  params,
  searchParams,
}: {
  params: Promise<{ datasetId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { datasetId } = await params;
  const query = toImageQuery(await loadFilters(searchParams));
  const [stats, page] = await Promise.all([
    load(getDatasetStats, datasets.getDatasetStats, { datasetId }),
    load(listDatasetImages, datasets.listDatasetImages, { datasetId, ...query, limit: FIRST }),
  ]);
  return (
    <Gallery
      key={datasetId}
      datasetId={datasetId}
      stats={stats}
      first={{ query, page, loadedAt: Date.now() }}
    />
  );
}
