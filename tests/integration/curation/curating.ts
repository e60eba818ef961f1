import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { bulkImages as operation } from "@/lib/contract/curation";
import { db } from "@/lib/db/client";
import { activityLogs } from "@/lib/db/schema/accounts";
import { images } from "@/lib/db/schema/images";
import { bulkImages } from "@/lib/services/curation";
import { undoImages } from "@/lib/services/curation-undo";
import { imageRow, type NewImage } from "@/tests/helpers/image-row";
import { newDataset, newPerson, type Person } from "../crawl/crawling";

export type ImageRow = typeof images.$inferSelect;

export interface Place {
  readonly me: Person;
  readonly datasetId: string;
}
/** A dataset of somebody new. */
export async function newPlace(): Promise<Place> {
  const me = await newPerson();
  return { me, datasetId: await newDataset(me) };
}

/** Adds images in the order given; answers their ids. */
export async function addRows(place: Place, all: readonly Partial<NewImage>[]): Promise<string[]> {
  const own = { ownerId: place.me.userId, datasetId: place.datasetId };
  const rows = all.map((values) => imageRow(own, values));
  await db().insert(images).values(rows);
  return rows.map(({ id }) => id);
}

export const rowsOf = ({ datasetId }: Place): Promise<ImageRow[]> =>
  db().select().from(images).where(eq(images.datasetId, datasetId)).orderBy(asc(images.id));

/** Everything of a dataset's images that a person can change, and where they stand; `seq` and times are drawn anew. */
export const stateOf = async (place: Place) =>
  (await rowsOf(place)).map(({ seq: _, decidedAt: __, ...row }) => row);

type BulkInput = Partial<(typeof operation)["input"]["_zod"]["input"]>;
export const bulk = ({ me, datasetId }: Place, input: BulkInput) =>
  bulkImages(
    me,
    operation.input.parse({ filter: input.imageIds ? undefined : {}, ...input, datasetId }),
  );

export const undo = ({ me, datasetId }: Place, undoToken: string | null) =>
  undoImages(me, { datasetId, undoToken: undoToken ?? randomUUID() });

/** What a person's log says, the oldest first. */
export const activityOf = async ({ me }: Place) =>
  (
    await db()
      .select()
      .from(activityLogs)
      .where(eq(activityLogs.ownerId, me.userId))
      .orderBy(asc(activityLogs.id))
  ).map(({ action, actor, details }) => ({ action, actor, details }));
