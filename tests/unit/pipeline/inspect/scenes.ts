import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

export const PROJECT_ROOT = path.resolve(import.meta.dirname, "../../../..");

/** A small deterministic generator of numbers in 0–1 (a linear congruential one). */
export function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A drawn landscape of gradients, shapes and grain; another seed gives quite another one. */
export async function scene(seed: number, width = 400, height = 300): Promise<Buffer> {
  const random = randomFrom(seed);
  for (let i = 0; i < 8; i++) random();
  const colour = () => `hsl(${random() * 360} ${20 + random() * 60}% ${15 + random() * 70}%)`;
  const shapes = Array.from({ length: 28 }, () => {
    const [x, y] = [random() * width, random() * height];
    const [rx, ry] = [10 + random() * width * 0.2, 10 + random() * height * 0.2];
    const turn = `transform="rotate(${random() * 180} ${x} ${y})"`;
    return random() < 0.5
      ? `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${colour()}" ${turn}/>`
      : `<rect x="${x}" y="${y}" width="${rx}" height="${ry}" fill="${colour()}" ${turn}/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <linearGradient id="g" gradientTransform="rotate(${random() * 90})">
      <stop stop-color="${colour()}"/><stop offset="1" stop-color="${colour()}"/></linearGradient>
    <rect width="${width}" height="${height}" fill="url(#g)"/>${shapes.join("")}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.min(255, Math.max(0, (data[i] ?? 0) + (random() - 0.5) * 16));
  }
  const raw = { width: info.width, height: info.height, channels: info.channels };
  return await sharp(data, { raw }).png({ compressionLevel: 1 }).toBuffer();
}

export const flat = (colour: string, width = 320, height = 240): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .png()
    .toBuffer();

/** A PNG of one bit a pixel, all black: a few kilobytes that decode to gigabytes. */
export function bombPng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const chunk = (type: string, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    return Buffer.concat([length, Buffer.from(type, "latin1"), content, crcOf(type, content)]);
  };
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))));
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    magic,
    chunk("IHDR", header),
    chunk("IDAT", rows),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function crcOf(type: string, content: Buffer): Buffer {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type, "latin1"), content])));
  return crc;
}
