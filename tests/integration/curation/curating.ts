import { createHash, randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { bulkImages as operation } from "@/lib/contract/curation";
import { db } from "@/lib/db/client";
import { activityLogs } from "@/lib/db/schema/accounts";
import { images } from "@/lib/db/schema/images";
import { bulkImages } from "@/lib/services/curation";
import { undoImages } from "@/lib/services/curation-undo";
import { newDataset, newPerson, type Person } from "../crawl/crawling";

export type ImageRow = typeof images.$inferSelect;
type Values = Partial<typeof images.$inferInsert>;

export interface Place {
  readonly me: Person;
  readonly datasetId: string;
}
/** A dataset of somebody new. */
export async function newPlace(): Promise<Place> {
  const me = await newPerson();
  return { me, datasetId: await newDataset(me) };
}

const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");
const HASH = "0f".repeat(32);

/** A row of an image without bytes; `nth` makes it differ from others. */
function rowOf({ me, datasetId }: Place, values: Values): typeof images.$inferInsert {
  const id = values.id ?? uuidv7();
  const url = values.originalUrl ?? `https://pictures.example/${id}.png`;
  const sha256 = values.sha256 ?? sha256Of(id);
  return {
    ownerId: me.userId,
    datasetId,
    id,
    originalUrl: url,
    urlHash: sha256Of(url),
    finalUrl: url,
    filename: `${id}.png`,
    storageKey: `datasets/${datasetId}/images/${sha256}.png`,
    thumbnailKey: `datasets/${datasetId}/thumbnails/${sha256}.webp`,
    width: 640,
    height: 480,
    sizeBytes: 1_000,
    format: "png",
    sha256,
    pixelSha256: sha256,
    perceptualHash: HASH,
    mirroredHash: HASH,
    blockHash: HASH,
    hashQuality: 100,
    label: values.labels?.[0] ?? "cat",
    labels: ["cat"],
    issues: [],
    brightnessP1: 0.1,
    brightnessP5: 0.2,
    brightnessP99: 0.9,
    entropy: 5,
    edgeDeviation: 10,
    histogramDeviation: 10,
    laplacianVariance: 100,
    colourfulness: 20,
    uniformShare: 0.1,
    isGrayscale: false,
    quality: 0.5,
    licence: "CC0-1.0",
    attribution: "Untitled, CC0-1.0",
    source: "sample",
    keyword: "cat",
    signals: [],
    metadata: {},
    downloadedAt: new Date(),
    ...values,
  };
}

/** Adds images in the order given; answers their ids. */
export async function addRows(place: Place, all: readonly Values[]): Promise<string[]> {
  const rows = all.map((values) => rowOf(place, values));
  await db().insert(images).values(rows);
  return rows.map(({ id }) => id ?? "");
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
