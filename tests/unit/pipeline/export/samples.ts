import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import sharp from "sharp";
import type { ArchiveEntry, Sample } from "@/lib/pipeline/export/exporter";

export const sha256 = (bytes: string | Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

/** A picture of one colour, so that different seeds have different bytes. */
const picture = (seed: number) =>
  sharp({ create: { width: 8, height: 6, channels: 3, background: { r: seed, g: 90, b: 20 } } })
    .png()
    .toBuffer();

export async function sampleOf(seed: number, changes: Partial<Sample> = {}): Promise<Sample> {
  const bytes = await picture(seed);
  return {
    id: `0193b5e0-0000-7000-8000-${String(seed).padStart(12, "0")}`,
    label: "cat",
    labels: ["cat"],
    width: 8,
    height: 6,
    sizeBytes: bytes.length,
    format: "png",
    sha256: sha256(bytes),
    perceptualHash: "0f".repeat(32),
    licence: "CC-BY-4.0",
    licenceUrl: "https://creativecommons.org/licenses/by/4.0/",
    creator: "Ada",
    creatorUrl: "https://example.org/ada",
    attribution: '"A cat" by Ada, https://example.org/cat, CC-BY-4.0',
    title: "A cat",
    source: "openverse",
    keyword: "cats",
    originalUrl: "https://example.org/cat.png",
    pageUrl: "https://example.org/cat",
    downloadedAt: "2026-03-01T10:00:00.000Z",
    signals: [{ signal: "robots-txt", value: "no rule applies", allows: true }],
    open: async () => Readable.from([bytes]),
    ...changes,
  };
}

export async function* each<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The text of an entry that is not a stream. */
export function textOf(entry: ArchiveEntry | undefined): string {
  if (entry === undefined || typeof entry.body === "function") throw new Error("not a text entry");
  return typeof entry.body === "string" ? entry.body : Buffer.concat(entry.body).toString();
}
