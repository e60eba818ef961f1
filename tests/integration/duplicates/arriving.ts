import { createHash, randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { decoders } from "@/jobs/crawl/decoders";
import type { Picture } from "@/jobs/crawl/image-row";
import { keepPictures } from "@/jobs/crawl/keep-pictures";
import { regroupDataset } from "@/jobs/duplicates/regroup";
import { dedupeDataset as dedupeOperation } from "@/lib/contract/duplicates";
import { insertCandidates } from "@/lib/db/candidates";
import { db } from "@/lib/db/client";
import { candidates, crawlJobs, jobChunks } from "@/lib/db/schema/crawl";
import { duplicateGroups, images } from "@/lib/db/schema/images";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import type { Inspected } from "@/lib/pipeline/inspect/inspection";
import { dedupeDataset } from "@/lib/services/duplicates";
import { getValidationBatch } from "@/lib/services/validation";
import { imagesOf, type Person, sha256Of, startCrawl } from "../crawl/crawling";

/** The four hashes of a made-up picture, and its block hash. */
export type Look = Pick<
  Inspected,
  "perceptualHash" | "mirroredHash" | "flippedHash" | "turnedHash" | "blockHash"
>;

const madeHash = (seed: string) => createHash("sha256").update(seed).digest("hex");

/** A look like no other: some 128 bits from every other one, however it is turned. */
export const lookOf = (seed: string): Look => ({
  perceptualHash: madeHash(`${seed} as it is`),
  mirroredHash: madeHash(`${seed} mirrored`),
  flippedHash: madeHash(`${seed} flipped`),
  turnedHash: madeHash(`${seed} turned`),
  blockHash: madeHash(`${seed} in blocks`),
});

/** The hash with so many bits changed, from one bit on. */
function changed(hash: string, from: number, count: number): string {
  const mask = ((1n << BigInt(count)) - 1n) << BigInt(from);
  return (BigInt(`0x${hash}`) ^ mask).toString(16).padStart(64, "0");
}

/** The look with the bits `from` … `from + count` of each of its hashes changed. */
export const differing = (look: Look, from: number, count: number): Look => ({
  perceptualHash: changed(look.perceptualHash, from, count),
  mirroredHash: changed(look.mirroredHash, from, count),
  flippedHash: changed(look.flippedHash, from, count),
  turnedHash: changed(look.turnedHash, from, count),
  blockHash: changed(look.blockHash, from, count),
});

/** What decodes to a picture with fine detail; any look can be put on it. */
export async function inspected(bytes: Buffer): Promise<Inspected> {
  const limits = { minWidth: 16, minHeight: 16, signal: new AbortController().signal };
  const inspection = await inspectImage(decoders(), bytes, limits);
  if (!inspection.ok) throw new Error(inspection.detail ?? inspection.outcome);
  return inspection.inspected;
}

let plain: Promise<Inspected> | undefined;
const noise = () =>
  sharp(randomBytes(160 * 120 * 3), { raw: { width: 160, height: 120, channels: 3 } });

/** A crawl whose pictures a test brings itself. */
export interface Bringing {
  readonly job: typeof crawlJobs.$inferSelect;
  readonly chunkId: string;
}
export async function bringing(
  person: Person,
  datasetId: string,
  label = "cat",
): Promise<Bringing> {
  const keywords = [{ keyword: label, label }];
  const { id } = await startCrawl(person, { datasetId, keywords, start: false, maxImages: 10_000 });
  const [job] = await db().select().from(crawlJobs).where(eq(crawlJobs.id, id));
  const [chunk] = await db().select().from(jobChunks).where(eq(jobChunks.crawlJobId, id));
  if (!job || !chunk) throw new Error("The crawl was not written.");
  return { job, chunkId: chunk.id };
}

export interface Brought {
  /** Tells the bytes, and so the address. */
  readonly name: string;
  readonly look?: Look;
  readonly bytes?: Buffer;
  readonly side?: number;
  readonly label?: string;
  readonly licence?: string;
  readonly host?: string;
}

async function pictureOf({ job, chunkId }: Bringing, brought: Brought): Promise<Picture> {
  const { name, look, side = 160, label = "cat", licence = "CC0-1.0" } = brought;
  const host = brought.host ?? "pictures.example";
  plain ??= noise().png().toBuffer().then(inspected);
  const bytes = brought.bytes ?? Buffer.from(`the bytes of ${name}`);
  const shown = brought.bytes ? await inspected(brought.bytes) : await plain;
  const url = `https://${host}/${encodeURIComponent(name)}.png`;
  const [id, leaseToken] = [randomUUID(), randomUUID()];
  const values = {
    id,
    ownerId: job.ownerId,
    crawlJobId: job.id,
    chunkId,
    url,
    urlHash: sha256Of(Buffer.from(`${url} of ${id}`)),
    host: `${host}:443`,
    pageUrl: `https://pictures.example/about/${encodeURIComponent(name)}`,
    creator: `Maker of ${name}`,
    licence,
    label,
    leaseToken,
    leaseUntil: new Date(Date.now() + 60_000),
  };
  await insertCandidates(db(), [values]);
  const [candidate] = await db().select().from(candidates).where(eq(candidates.id, id));
  if (!candidate) throw new Error("The candidate was not written.");
  const sides = look ? { width: side, height: Math.round(side * 0.75) } : {};
  return {
    candidate: { ...candidate, keyword: label, source: "openverse" },
    leaseToken,
    download: {
      ...{ bytes, finalUrl: url, httpStatus: 200, contentType: "image/png" },
      ...{ signals: [], etag: null, lastModified: null },
    },
    sha256: sha256Of(bytes),
    sourceSha1: createHash("sha1").update(bytes).digest("hex"),
    inspected: {
      ...shown,
      ...(look && { ...look, hashQuality: 100, pixelSha256: sha256Of(bytes) }),
      ...sides,
      measurements: { ...shown.measurements, ...sides },
    },
    downloadedAt: new Date(),
  };
}

/** Pictures arrive as a crawl brings them, one after the other; answers what became of the last one. */
export async function arrive(crawl: Bringing, ...all: Brought[]) {
  let last: string | undefined;
  for (const brought of all) {
    const picture = await pictureOf(crawl, brought);
    await keepPictures(crawl.job, [picture]);
    last = picture.candidate.id;
  }
  const [row] = await db()
    .select()
    .from(candidates)
    .where(eq(candidates.id, last ?? ""));
  if (!row) throw new Error("Nothing arrived.");
  return row;
}

/** The row of what arrived under a name. */
export async function named(datasetId: string, name: string) {
  const sha256 = sha256Of(Buffer.from(`the bytes of ${name}`));
  const row = (await imagesOf(datasetId)).find((image) => image.sha256 === sha256);
  if (!row) throw new Error(`${name} is not there.`);
  return row;
}

const nameOf = ({ filename }: typeof images.$inferSelect) => filename.replace(/\.png$/, "");

/** Names of what stands together, the one that is kept first, then by name; those alone are left out. */
export async function groupsOf(datasetId: string): Promise<string[][]> {
  const rows = await imagesOf(datasetId);
  const groups = Map.groupBy(
    rows.filter(({ duplicateGroupId }) => duplicateGroupId !== null),
    ({ duplicateGroupId }) => duplicateGroupId,
  );
  return [...groups.values()]
    .map((members) => {
      const kept = members
        .filter(({ isDuplicate }) => !isDuplicate)
        .map(nameOf)
        .sort();
      const hidden = members
        .filter(({ isDuplicate }) => isDuplicate)
        .map(nameOf)
        .sort();
      return [...kept, ...hidden];
    })
    .sort();
}

/** Everything that a dataset knows of its duplicates, to be compared. */
export async function stateOf(datasetId: string) {
  const groups = await db()
    .select()
    .from(duplicateGroups)
    .where(eq(duplicateGroups.datasetId, datasetId))
    .orderBy(duplicateGroups.id);
  const rows = await db()
    .select({
      id: images.id,
      labels: images.labels,
      isDuplicate: images.isDuplicate,
      duplicateGroupId: images.duplicateGroupId,
      duplicateOf: images.duplicateOf,
      duplicateDistance: images.duplicateDistance,
      duplicateTransform: images.duplicateTransform,
    })
    .from(images)
    .where(eq(images.datasetId, datasetId))
    .orderBy(images.id);
  return { groups, rows };
}

/** Groups a dataset anew as its queue would, and answers the batch. */
export async function regroup(person: Person, datasetId: string, radius?: number) {
  const input = dedupeOperation.input.parse({ datasetId, radius });
  const { id: batchId } = await dedupeDataset(person, input);
  await runRegrouping(batchId);
  return getValidationBatch(person, { batchId });
}
export const runRegrouping = (
  batchId: string,
  signal = new AbortController().signal,
  isLastAttempt = true,
) => regroupDataset({ batchId }, { jobId: batchId, signal, isLastAttempt });
