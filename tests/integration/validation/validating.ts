import { asc, eq } from "drizzle-orm";
import sharp from "sharp";
import { uuidv7 } from "uuidv7";
import { runValidation } from "@/jobs/validation/run-validation";
import * as ops from "@/lib/contract/validation";
import { db } from "@/lib/db/client";
import { images } from "@/lib/db/schema/images";
import type { ValidationBatch } from "@/lib/domain/validation";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import { getValidationBatch, startValidation } from "@/lib/services/validation";
import { storage } from "@/lib/storage";
import { imageKey, thumbnailKey } from "@/lib/storage/keys";
import { eventually } from "@/tests/helpers/eventually";
import { newDataset, newPerson, type Person, sha256Of } from "../crawl/crawling";

type NewRow = typeof images.$inferInsert;
export interface Place {
  readonly person: Person;
  readonly ownerId: string;
  readonly datasetId: string;
}

export async function newPlace(): Promise<Place> {
  const person = await newPerson();
  return { person, ownerId: person.userId, datasetId: await newDataset(person) };
}

const HASH = "0f".repeat(32);
/** Numbers of a picture that no check objects to. */
const FINE = {
  brightnessP1: 0.05,
  brightnessP5: 0.1,
  brightnessP50: 0.5,
  brightnessP99: 0.9,
  contrast: 0.25,
  entropy: 7.5,
  edgeDeviation: 80,
  histogramDeviation: 30,
  laplacianVariance: 500,
  colourfulness: 40,
  uniformShare: 0.1,
  isGrayscale: false,
  highFrequencyShare: 0.2,
};

function rowOf({ ownerId, datasetId }: Place, changes: Omit<Partial<NewRow>, "id">) {
  const id = uuidv7();
  const sha256 = sha256Of(Buffer.from(id));
  const url = `https://pictures.example/${id}.png`;
  return {
    id,
    ownerId,
    datasetId,
    originalUrl: url,
    urlHash: sha256,
    finalUrl: url,
    filename: `${id}.png`,
    storageKey: imageKey(datasetId, sha256, "png"),
    thumbnailKey: thumbnailKey(datasetId, sha256),
    width: 640,
    height: 480,
    sizeBytes: 1000,
    format: "png",
    sha256,
    pixelSha256: sha256,
    perceptualHash: HASH,
    mirroredHash: HASH,
    blockHash: HASH,
    hashQuality: 100,
    ...FINE,
    quality: 1,
    measuredWith: MEASURES_VERSION,
    label: "cat",
    labels: ["cat"],
    issues: [],
    licence: "CC0-1.0",
    attribution: "Untitled, CC0-1.0",
    source: "sample",
    keyword: "cat",
    signals: [],
    metadata: {},
    downloadedAt: new Date(),
    ...changes,
  } satisfies NewRow;
}

/** Images that are measured and have no files; answers their ids. */
export async function addMeasured(
  place: Place,
  changes: readonly Omit<Partial<NewRow>, "id">[],
): Promise<string[]> {
  const rows = changes.map((each) => rowOf(place, each));
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
  changes: Omit<Partial<NewRow>, "id"> = {},
): Promise<string> {
  const row = rowOf(place, { measuredWith: 0, ...changes });
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
