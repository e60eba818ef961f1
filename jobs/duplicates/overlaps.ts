import { db } from "@/lib/db/client";
import type { FingerprintRow } from "@/lib/db/group-members";
import {
  findSiblings,
  listExactOverlaps,
  listKeptFingerprints,
  replaceOverlaps,
} from "@/lib/db/overlaps";
import { logger } from "@/lib/logger";
import { findPairsBetween } from "@/lib/pipeline/dedupe/pairs";

const PAGE = 5_000;
/** Hashes compared in all: some 600 bytes each in memory. Pictures above it are found when they are equal to the pixel. */
const MAX_HASHES = 200_000;

/** The newest kept pictures of a dataset, as many as there is room for. */
async function readPrints(
  datasetId: string,
  room: number,
  signal: AbortSignal,
): Promise<{ prints: FingerprintRow[]; isCutOff: boolean }> {
  const prints: FingerprintRow[] = [];
  for (;;) {
    signal.throwIfAborted();
    const limit = Math.min(PAGE, room - prints.length);
    if (limit === 0) return { prints, isCutOff: true };
    const before = prints.at(-1)?.id ?? null;
    const rows = await listKeptFingerprints(db(), datasetId, { before, limit });
    prints.push(...rows);
    if (rows.length < limit) return { prints, isCutOff: false };
  }
}

/** Finds the pictures of a dataset that the person's other datasets hold too, and writes them down anew. */
export async function refreshOverlaps(datasetId: string, signal: AbortSignal): Promise<void> {
  const siblings = await findSiblings(db(), datasetId);
  if (!siblings || siblings.otherIds.length === 0) return;
  const place = { ownerId: siblings.ownerId, datasetId };
  const exact = await listExactOverlaps(db(), place);
  const own = await readPrints(datasetId, MAX_HASHES / 2, signal);
  const others: FingerprintRow[] = [];
  let leftOut = own.isCutOff ? 1 : 0;
  for (const otherId of siblings.otherIds) {
    const room = MAX_HASHES - own.prints.length - others.length;
    const { prints, isCutOff } = await readPrints(otherId, room, signal);
    others.push(...prints);
    if (isCutOff) leftOut++;
  }
  const near = await findPairsBetween(own.prints, others, { projectRoot: process.cwd(), signal });
  const pairs = near.map(({ a, b, distance }) => ({ imageId: a, otherImageId: b, distance }));
  signal.throwIfAborted();
  await db().transaction((tx) => replaceOverlaps(tx, place, [...exact, ...pairs]));
  if (leftOut > 0)
    logger().warn({ datasetId, leftOut, MAX_HASHES }, "datasets compared by their newest pictures");
}
