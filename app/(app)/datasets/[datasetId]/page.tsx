import { cookies } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { loadFilters, parseAsId, toImageQuery } from "@/components/gallery/filters";
import { Gallery } from "@/components/gallery/gallery";
import { readViewSettings, VIEW_COOKIE } from "@/components/gallery/view-settings";
import { load } from "@/lib/api/page";
import { listImageTiles, outlineImages } from "@/lib/contract/curation";
import * as lists from "@/lib/services/image-lists";

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
  const asked = await searchParams;
  const query = toImageQuery(await loadFilters(asked));
  const [outline, { items }] = await Promise.all([
    load(outlineImages, lists.outlineImages, { datasetId, ...query }),
    load(listImageTiles, lists.listImageTiles, { datasetId, ...query, limit: FIRST }),
  ]);
  const openId = typeof asked.image === "string" ? parseAsId.parse(asked.image) : null;
  return (
    <Gallery
      key={datasetId}
      datasetId={datasetId}
      first={{ query, outline, tiles: items }}
      view={readViewSettings((await cookies()).get(VIEW_COOKIE)?.value)}
      openId={openId}
    />
  );
}
