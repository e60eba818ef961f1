import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import sharp from "sharp";
import { DOUBTFUL_RADIUS } from "@/lib/pipeline/dedupe/copy-rules";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { perceptualHashes } from "@/lib/pipeline/dedupe/perceptual-hash";
import { createRandom, type Random } from "@/lib/pipeline/sources/sample/random";
import { renderPicture } from "@/lib/pipeline/sources/sample/render";

const SUBJECTS = ["cat", "dog", "mountain", "forest", "city", "car", "sea", "pattern", "bird"];
/** Drawings of this size take some 200 kB. */
const DRAWING = { width: 960, height: 720, format: "jpeg", kind: "original" } as const;
const MAX_TRIES_PER_PICTURE = 20;

interface Size {
  readonly width: number;
  readonly height: number;
}
/** Answers what the `attempt`th try to make a picture gives. */
type Maker = (attempt: number) => Promise<Buffer>;

/**
 * A folder of `count` JPEGs no two of which are copies in the product's eyes: the photos of `photos` (folders of
 * JPEGs) and, where those are too few, compositions of them; without `photos`, drawings. Made once, kept in the temporary folder.
 */
export async function preparePictures(photos: string | undefined, count: number): Promise<string> {
  const name = createHash("sha256")
    .update(JSON.stringify([photos && resolve(photos), count, 1]))
    .digest("hex");
  const folder = join(tmpdir(), `pixcrawler-bench-pictures-${name.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await fill(draft, photos ? await composer(photos) : draw, count);
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

async function fill(folder: string, make: Maker, count: number): Promise<void> {
  const known = createHammingIndex();
  for (let attempt = 0; known.size < count; attempt++) {
    if (attempt > count * MAX_TRIES_PER_PICTURE)
      throw new Error(`Only ${known.size} distinct pictures could be made.`);
    const bytes = await make(attempt);
    const { perceptualHash, mirroredHash } = await hashesOf(bytes);
    const isCopy = [perceptualHash, mirroredHash].some(
      (hash) => known.nearest(hash, DOUBTFUL_RADIUS).length > 0,
    );
    if (isCopy) continue;
    const file = `${String(known.size).padStart(6, "0")}.jpg`;
    known.add(file, perceptualHash);
    await writeFile(join(folder, file), bytes);
    if (known.size % 500 === 0) console.log(`  ${known.size} of ${count} pictures prepared`);
  }
}

async function hashesOf(bytes: Buffer) {
  const { data, info } = await sharp(bytes)
    .resize(480, 480, { fit: "inside" })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return perceptualHashes({ ...info, values: Float32Array.from(data) });
}

const draw: Maker = (attempt) => {
  const slug = SUBJECTS[attempt % SUBJECTS.length] ?? "cat";
  return renderPicture({ ...DRAWING, slug, index: attempt, drawing: attempt });
};

async function composer(root: string): Promise<Maker> {
  const names = await readdir(root, { recursive: true });
  const files = names.filter((name) => /\.jpe?g$/i.test(name)).sort();
  if (files.length === 0) throw new Error(`There are no JPEGs in ${root}.`);
  const file = (index: number) => join(root, files[index % files.length] ?? "");
  return async (attempt) => {
    if (attempt < files.length) return readFile(file(attempt));
    const random = createRandom(`composition ${attempt}`);
    const { width = 0, height = 0 } = await sharp(file(attempt)).metadata();
    const size = { width, height };
    const other = file(random.integer(0, files.length - 1));
    const overlay = await sharp(await windowOf(other, size, random))
      .ensureAlpha(0.5)
      .toBuffer();
    return sharp(await windowOf(file(attempt), size, random))
      .composite([{ input: overlay }])
      .jpeg({ quality: 90 })
      .toBuffer();
  };
}

/** Part of a photo, turned and perhaps mirrored, as large as `size`. */
async function windowOf(path: string, size: Size, random: Random): Promise<Buffer> {
  const { data, info } = await sharp(path)
    .rotate(random.pick([0, 90, 180, 270]))
    .flop(random.chance(0.5))
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  const share = random.between(0.4, 0.8);
  const width = Math.ceil(info.width * share);
  const height = Math.ceil(info.height * share);
  const left = random.integer(0, info.width - width);
  const top = random.integer(0, info.height - height);
  return sharp(data, { raw: info })
    .extract({ left, top, width, height })
    .resize({ ...size, fit: "fill" })
    .png({ compressionLevel: 0 })
    .toBuffer();
}
