import type { z } from "zod";
import { sweepDataset } from "@/jobs/sweep-dataset";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/images";
import type { Tx } from "@/lib/db/client";
import { listGroupMembers, lockDataset, promoteDuplicate } from "@/lib/db/dataset-hashes";
import * as rows from "@/lib/db/images";
import { asPerson, elevated } from "@/lib/db/rls";
import { contentTypeOf } from "@/lib/domain/image";
import { chooseKeeper, KEEPER_REASONS } from "@/lib/pipeline/dedupe/choose-keeper";
import { storage } from "@/lib/storage";
import { recordActivity } from "./activity";
import { fileResponse } from "./file-response";
import { toImage } from "./image-view";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

const readRow = (ctx: Context, imageId: string) =>
  asPerson(ownerOf(ctx), async (tx) =>
    orNotFound(await rows.findImage(tx, ownerOf(ctx), imageId), "image"),
  );

export const getImage = async (ctx: Context, { imageId }: In<"getImage">) =>
  toImage(await readRow(ctx, imageId));

/** The label is the first of the labels; giving one of the two makes the other fit. */
function labelling({ label, labels }: Pick<In<"updateImage">, "label" | "labels">, now: string[]) {
  if (labels) {
    const all = [...new Set(label ? [label, ...labels] : labels)];
    return { labels: all, label: all[0] ?? label ?? "" };
  }
  return label ? { label, labels: [label, ...now.filter((each) => each !== label)] } : {};
}

export const updateImage = (ctx: Context, { imageId, decision, ...rest }: In<"updateImage">) => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const before = orNotFound(await rows.findImage(tx, ownerId, imageId), "image");
    const changes = { ...(decision && { decision }), ...labelling(rest, before.labels.slice(1)) };
    if (Object.keys(changes).length === 0) return toImage(before);
    const row = orNotFound(await rows.updateImage(tx, ownerId, imageId, changes), "image");
    await recordActivity(tx, ctx, "image.updated", { type: "image", id: imageId }, changes);
    return toImage(row);
  });
};

/** Copies were hidden in favour of a picture that is gone: the best of them takes its place. */
async function findNewKeeper(tx: Tx, datasetId: string, groupId: string): Promise<void> {
  await lockDataset(tx, datasetId);
  const [first, ...others] = await listGroupMembers(tx, groupId);
  if (!first) return;
  const { keeperId, reason } = chooseKeeper([first, ...others]);
  await promoteDuplicate(tx, groupId, keeperId, KEEPER_REASONS[reason]);
}

export const deleteImage = async (ctx: Context, { imageId }: In<"deleteImage">): Promise<void> => {
  const ownerId = ownerOf(ctx);
  await asPerson(ownerId, async (tx) => {
    const row = orNotFound(await rows.deleteImage(tx, ownerId, imageId), "image");
    const { datasetId, originalUrl } = row;
    const resource = { type: "image", id: imageId };
    await recordActivity(tx, ctx, "image.deleted", resource, { datasetId, originalUrl });
    await elevated(tx, ownerId, async () => {
      if (row.duplicateGroupId && !row.isDuplicate)
        await findNewKeeper(tx, datasetId, row.duplicateGroupId);
      await sweepDataset.enqueue({ datasetId }, { tx });
    });
  });
};

/** A picture's bytes never change under its id, so they may be kept for long. */
const MAX_AGE_SECONDS = 7 * 86_400;

export async function getImageContent(
  ctx: Context,
  { imageId }: In<"getImageContent">,
  request: Request,
): Promise<Response> {
  const row = await readRow(ctx, imageId);
  return fileResponse(request, {
    key: row.storageKey,
    sizeBytes: row.sizeBytes,
    contentType: contentTypeOf(row.format),
    etag: row.sha256,
    maxAgeSeconds: MAX_AGE_SECONDS,
  });
}

export async function getImageThumbnail(
  ctx: Context,
  { imageId }: In<"getImageThumbnail">,
  request: Request,
): Promise<Response> {
  const row = await readRow(ctx, imageId);
  const { sizeBytes } = orNotFound(await storage().head(row.thumbnailKey), "thumbnail");
  return fileResponse(request, {
    key: row.thumbnailKey,
    sizeBytes,
    contentType: "image/webp",
    etag: `${row.sha256}-thumbnail`,
    maxAgeSeconds: MAX_AGE_SECONDS,
  });
}
