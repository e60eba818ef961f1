import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/images";
import { insertImageChanges } from "@/lib/db/changes";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { moveToDeleted } from "@/lib/db/deleted-images";
import { applyEdits } from "@/lib/db/image-edits";
import * as rows from "@/lib/db/images";
import { asPerson, elevated } from "@/lib/db/rls";
import { contentTypeOf } from "@/lib/domain/image";
import { MAX_LABELS_PER_IMAGE } from "@/lib/domain/label";
import { storage } from "@/lib/storage";
import { recordActivity } from "./activity";
import { mendGroups } from "./duplicate-groups";
import { fileResponse } from "./file-response";
import { recordChange } from "./image-changes";
import { toImage } from "./image-view";
import { asPersonInTurn } from "./in-turn";
import { nameLabels } from "./label-names";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

const readRow = (ctx: Context, imageId: string) =>
  asPerson(ownerOf(ctx), async (tx) =>
    orNotFound(await rows.findImage(tx, ownerOf(ctx), imageId), "image"),
  );

export const getImage = async (ctx: Context, { imageId }: In<"getImage">) =>
  toImage(await readRow(ctx, imageId));

/** The label is the first of the labels; giving one of the two makes the other fit. */
function labelled({ label, labels }: Pick<In<"updateImage">, "label" | "labels">, now: string[]) {
  if (labels)
    return [...new Set(label ? [label, ...labels] : labels)].slice(0, MAX_LABELS_PER_IMAGE);
  return label ? [label, ...now.slice(1).filter((each) => each !== label)] : now;
}

/** What a change makes of one picture; null where it is so already. */
function editsOf(before: rows.ImageRow, { decision, split, ...rest }: In<"updateImage">) {
  const labels = labelled(rest, before.labels);
  const edits = {
    ...(decision && decision !== before.decision && { decision }),
    ...(labels.join("\n") !== before.labels.join("\n") && { labels }),
    ...(split !== undefined && split !== before.split && { split }),
  };
  return Object.keys(edits).length > 0 ? edits : null;
}

export const updateImage = (ctx: Context, input: In<"updateImage">) => {
  const ownerId = ownerOf(ctx);
  const { imageId } = input;
  return asPersonInTurn(ctx, async (tx) => {
    const find = async () => orNotFound(await rows.findImage(tx, ownerId, imageId), "image");
    const { datasetId } = await find();
    const edits = await elevated(tx, ownerId, async () => {
      await lockDataset(tx, datasetId);
      const before = await find();
      const made = editsOf(before, input);
      if (!made) return null;
      await recordChange(tx, ctx, { datasetId, action: "update" }, async (changing) => {
        const { changeId } = changing;
        if (made.labels) await nameLabels(tx, changing, made.labels);
        await insertImageChanges(tx, [
          {
            ...{ changeId, imageId, ownerId },
            ...(made.decision && {
              decisionBefore: before.decision,
              decisionAfter: made.decision,
            }),
            ...(made.labels && { labelsBefore: before.labels, labelsAfter: made.labels }),
            ...(made.split !== undefined && { splitBefore: before.split, splitAfter: made.split }),
          },
        ]);
        await applyEdits(tx, changeId);
        return 1;
      });
      return made;
    });
    if (edits)
      await recordActivity(
        tx,
        ctx,
        "image.updated",
        { type: "image", id: imageId },
        { datasetId, ...edits },
      );
    return toImage(await find());
  });
};

export const deleteImage = (ctx: Context, { imageId }: In<"deleteImage">): Promise<void> => {
  const ownerId = ownerOf(ctx);
  return asPersonInTurn(ctx, async (tx) => {
    const { datasetId, originalUrl } = orNotFound(
      await rows.findImage(tx, ownerId, imageId),
      "image",
    );
    const changeId = await elevated(tx, ownerId, async () => {
      await lockDataset(tx, datasetId);
      const step = { datasetId, action: "delete" } as const;
      const { undoToken } = await recordChange(tx, ctx, step, async (changing) => {
        const target = { datasetId, imageIds: [imageId] };
        const { count, groupIds } = await moveToDeleted(tx, changing, target);
        await mendGroups(tx, changing, groupIds);
        return count;
      });
      return orNotFound(undoToken, "image");
    });
    const resource = { type: "image", id: imageId };
    await recordActivity(tx, ctx, "image.deleted", resource, { datasetId, originalUrl, changeId });
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
