import { cookies } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { loadFilters, parseAsId, toImageQuery } from "@/components/gallery/filters";
import { Gallery } from "@/components/gallery/gallery";
import { readViewSettings, VIEW_COOKIE } from "@/components/gallery/view-settings";
import { load } from "@/lib/api/page";
import { listImageTiles, outlineImages } from "@/lib/contract/curation";
import { listLabels } from "@/lib/contract/labels";
import * as lists from "@/lib/services/image-lists";
import * as labelService from "@/lib/services/labels";

/** Enough for the first screen; the browser asks for the rest in larger pages. */
const FIRST = 60;
const LABELS = 200;

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
  const [labels, outline, { items }] = await Promise.all([
    load(listLabels, labelService.listLabels, { datasetId, limit: LABELS }),
    load(outlineImages, lists.outlineImages, { datasetId, ...query }),
    load(listImageTiles, lists.listImageTiles, { datasetId, ...query, limit: FIRST }),
  ]);
  const openId = typeof asked.image === "string" ? parseAsId.parse(asked.image) : null;
  return (
    <Gallery
      key={datasetId}
      datasetId={datasetId}
      labels={labels.items}
      first={{ query, outline, tiles: items }}
      view={readViewSettings((await cookies()).get(VIEW_COOKIE)?.value)}
      openId={openId}
    />
  );
}
