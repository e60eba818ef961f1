import { asc, eq } from "drizzle-orm";
import sharp from "sharp";
import { runValidation } from "@/jobs/validation/run-validation";
import * as ops from "@/lib/contract/validation";
import { db } from "@/lib/db/client";
import { images } from "@/lib/db/schema/images";
import type { ValidationBatch } from "@/lib/domain/validation";
import { getValidationBatch, startValidation } from "@/lib/services/validation";
import { storage } from "@/lib/storage";
import { eventually } from "@/tests/helpers/eventually";
import { imageRow, type NewImage } from "@/tests/helpers/image-row";
import { newDataset, newPerson, type Person } from "../crawl/crawling";

export interface Place {
  readonly person: Person;
  readonly ownerId: string;
  readonly datasetId: string;
}

export async function newPlace(): Promise<Place> {
  const person = await newPerson();
  return { person, ownerId: person.userId, datasetId: await newDataset(person) };
}

/** Images that are measured and have no files; answers their ids. */
export async function addMeasured(
  place: Place,
  changes: readonly Partial<NewImage>[],
): Promise<string[]> {
  const rows = changes.map((each) => imageRow(place, each));
  for (let at = 0; at < rows.length; at += 500)
    await db()
      .insert(images)
      .values(rows.slice(at, at + 500));
  return rows.map(({ id }) => id);
}

/** A picture with something to see in it, whose pixels lie between two levels. */
export const noise = async (from: number, to: number, side = 200): Promise<Buffer> => {
  const pixels = Buffer.alloc(side * side * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = from + ((at * 7919) % (to - from));
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
};

/** An image with this file, measured by no check yet. */
export async function addStored(
  place: Place,
  file: Buffer | null,
  changes: Partial<NewImage> = {},
): Promise<string> {
  const row = imageRow(place, { measuredWith: 0, ...changes });
  if (file) await storage().put(row.storageKey, file, { contentType: "image/png" });
  await db().insert(images).values(row);
  return row.id;
}

export async function imageOf(id: string) {
  const [row] = await db().select().from(images).where(eq(images.id, id));
  if (!row) throw new Error(`There is no image ${id}.`);
  return row;
}

/** What was judged of a dataset's images, in the order of ids. */
export const verdictsOf = ({ datasetId }: Place) =>
  db()
    .select({
      id: images.id,
      issues: images.issues,
      hiddenBy: images.hiddenBy,
      isValid: images.isValid,
      quality: images.quality,
      scoreDark: images.scoreDark,
    })
    .from(images)
    .where(eq(images.datasetId, datasetId))
    .orderBy(asc(images.id));

/** The rest of a batch, here and now; `signal` may end it. */
export const work = (batchId: string, signal = new AbortController().signal) =>
  runValidation({ batchId }, { jobId: "test", signal, isLastAttempt: false });

export const start = (place: Place, input: { imageIds?: string[]; remeasure?: boolean } = {}) =>
  startValidation(
    place.person,
    ops.startValidation.input.parse({ ...input, datasetId: place.datasetId }),
  );

/** Validates in this process, without the queue; answers the batch as it ended. */
export async function validate(
  place: Place,
  input?: { imageIds?: string[]; remeasure?: boolean },
): Promise<ValidationBatch> {
  const { id } = await start(place, input);
  await work(id);
  return getValidationBatch(place.person, { batchId: id });
}

/** Waits until a batch that the queue works on has ended. */
export const ended = (place: Place, batchId: string): Promise<ValidationBatch> =>
  eventually("the batch ends", async () => {
    const batch = await getValidationBatch(place.person, { batchId });
    return batch.finishedAt ? batch : null;
  });
