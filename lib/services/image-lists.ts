import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/curation";
import type { Tx } from "@/lib/db/client";
import { hasDataset } from "@/lib/db/datasets";
import { cursorValues, type ImageOrder } from "@/lib/db/image-order";
import { listTiles, outlineTiles } from "@/lib/db/image-tiles";
import { findImage } from "@/lib/db/images";
import { listNeighbours } from "@/lib/db/neighbours";
import { pageFrom } from "@/lib/db/page";
import { asPerson } from "@/lib/db/rls";
import { type ImageSort, type Neighbour, OUTLINE_PAGE, type Outline } from "@/lib/domain/curation";
import { toTile } from "./image-view";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

const SIMILAR = "similar:";
const isSimilar = (sort: ImageSort): sort is `similar:${string}` => sort.startsWith(SIMILAR);

/** A sort with the picture it compares with, which is one's own, of whatever dataset. */
export async function orderOf(tx: Tx, ownerId: string, sort: ImageSort): Promise<ImageOrder> {
  if (!isSimilar(sort)) return sort;
  const like = await findImage(tx, ownerId, sort.slice(SIMILAR.length));
  return { similarTo: orNotFound(like, "image to compare with") };
}

export const listImageTiles = (ctx: Context, input: In<"listImageTiles">) => {
  const ownerId = ownerOf(ctx);
  const { datasetId, limit, cursor, sort, ...filter } = input;
  return asPerson(ownerId, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const order = await orderOf(tx, ownerId, sort);
    const found = await listTiles(tx, { datasetId, filter, order, cursor, limit });
    return pageFrom(found, limit, cursorValues, toTile);
  });
};

export const outlineImages = (ctx: Context, input: In<"outlineImages">): Promise<Outline> => {
  const ownerId = ownerOf(ctx);
  const { datasetId, sort, ...filter } = input;
  return asPerson(ownerId, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const order = await orderOf(tx, ownerId, sort);
    return { ...(await outlineTiles(tx, { datasetId, filter, order })), pageSize: OUTLINE_PAGE };
  });
};

export const getImageNeighbours = (
  ctx: Context,
  { imageId, limit, radius }: In<"getImageNeighbours">,
): Promise<{ items: Neighbour[] }> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const image = orNotFound(await findImage(tx, ownerId, imageId), "image");
    const found = await listNeighbours(tx, image, { radius, limit });
    return {
      items: found.map(({ datasetName, distance, ...neighbour }) => ({
        image: neighbour,
        datasetName,
        isElsewhere: neighbour.datasetId !== image.datasetId,
        distance,
      })),
    };
  });
};
