import sharp, { type Sharp } from "sharp";
import { createCanvas } from "./canvas";
import type { Picture } from "./catalogue";
import { develop } from "./develop";
import { createPalette, hsl } from "./palette";
import { createRandom } from "./random";
import { subjectOf } from "./subjects";

/** The bytes of a picture; the same picture gives the same bytes. Not for those that have none ("missing", "page"). */
export async function renderPicture(picture: Picture): Promise<Buffer> {
  const { kind, width, height } = picture;
  if (kind === "blank") return encode(flat(picture), picture);
  const drawn = await draw(picture);
  switch (kind) {
    case "resized":
      return encode(drawn.resize({ width: Math.round(width * 0.66) }), picture);
    case "recompressed":
      return drawn.jpeg({ quality: 40 }).toBuffer();
    case "cropped":
      return encode(drawn.extract(inset(width, height, 0.02)), picture);
    case "mirrored":
      return encode(drawn.flop(), picture);
    case "tiny":
      return encode(drawn.resize(40, 30, { fit: "fill" }), picture);
    case "truncated": {
      const whole = await encode(drawn, picture);
      return whole.subarray(0, Math.floor(whole.length / 2));
    }
    default:
      return encode(drawn, picture);
  }
}

/** The drawing as SVG, made by us alone: no text, no links, nothing from outside but the words that chose it. */
export function svgOf({ slug, drawing, width, height }: Picture): string {
  const random = createRandom(`${slug}/${drawing}`);
  const subject = subjectOf(slug, random);
  const canvas = createCanvas({ width, height }, random, createPalette(random, subject));
  return canvas.finish(subject.draw(canvas));
}

async function draw(picture: Picture): Promise<Sharp> {
  const { data, info } = await sharp(Buffer.from(svgOf(picture)))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  develop({ data, width, height }, createRandom(`${picture.slug}/${picture.drawing}/light`));
  return sharp(data, { raw: { width, height, channels: 3 } });
}

function flat({ slug, index, width, height }: Picture): Sharp {
  const background = hsl(createRandom(`${slug}/${index}`).between(0, 360), 0.1, 0.85);
  return sharp({ create: { width, height, channels: 3, background } });
}

function encode(image: Sharp, { format, slug, drawing }: Picture): Promise<Buffer> {
  const quality = createRandom(`${slug}/${drawing}/quality`).integer(80, 93);
  if (format === "png") return image.png({ compressionLevel: 3 }).toBuffer();
  // Effort 0 to 6: the higher ones take longer than drawing the picture.
  if (format === "webp") return image.webp({ quality, effort: 1 }).toBuffer();
  return image.jpeg({ quality }).toBuffer();
}

const inset = (width: number, height: number, share: number) => ({
  left: Math.round(width * share),
  top: Math.round(height * share),
  width: Math.round(width * (1 - 2 * share)),
  height: Math.round(height * (1 - 2 * share)),
});
