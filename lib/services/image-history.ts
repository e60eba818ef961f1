import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { listImageChanges as operation } from "@/lib/contract/curation";
import { listChangesOf } from "@/lib/db/changes";
import { findImage } from "@/lib/db/images";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson } from "@/lib/db/rls";
import type { Change } from "@/lib/domain/curation";
import { orNotFound } from "./not-found";

type Row = Awaited<ReturnType<typeof listChangesOf>>[number];

const toChange = ({ change, image }: Row): Change => ({
  id: change.id,
  action: change.action,
  actor: change.actor,
  decision: image.decisionAfter,
  labels: image.labelsAfter,
  split: image.splitAfter,
  imageCount: change.imageCount,
  createdAt: change.createdAt.toISOString(),
  undoneAt: change.undoneAt?.toISOString() ?? null,
});

export const listImageChanges = (
  ctx: Context,
  { imageId, cursor, limit }: z.output<(typeof operation)["input"]>,
) => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    orNotFound(await findImage(tx, ownerId, imageId), "image");
    const found = await listChangesOf(tx, ownerId, imageId, { after: idCursor(cursor), limit });
    return pageFrom(found, limit, ({ change }) => [change.id], toChange);
  });
};
