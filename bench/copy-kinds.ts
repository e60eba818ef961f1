import sharp, { type Sharp } from "sharp";

interface Size {
  readonly width: number;
  readonly height: number;
}
type Change = (picture: Sharp, size: Size) => Sharp;

const BLACK = { r: 0, g: 0, b: 0 };
const CAPTION_SHARE = 0.1;
const BORDER_SHARE = 0.05;

/** The middle of a picture: what is left when this share of each side is cut off. */
const cropped =
  (share: number): Change =>
  (picture, { width, height }) =>
    picture.extract({
      left: Math.round((width * share) / 2),
      top: Math.round((height * share) / 2),
      width: Math.round(width * (1 - share)),
      height: Math.round(height * (1 - share)),
    });

const svg = (text: string): Buffer => Buffer.from(text);

/** What people and sites do to photographs; all but two are saved as JPEGs of quality 85. */
const CHANGES: readonly (readonly [kind: string, change: Change])[] = [
  ["half size", (p, { width }) => p.resize(Math.round(width / 2))],
  ["JPEG 30", (p) => p.jpeg({ quality: 30 })],
  ["WebP 60", (p) => p.webp({ quality: 60 })],
  ["crop 5 %", cropped(0.05)],
  ["crop 10 %", cropped(0.1)],
  ["brighter 25 %", (p) => p.modulate({ brightness: 1.25 })],
  ["contrast + 30 %", (p) => p.linear(1.3, -0.3 * 128)],
  ["grey", (p) => p.greyscale()],
  ["blur 1.5", (p) => p.blur(1.5)],
  [
    "caption bar",
    (p, { width, height }) => {
      const bar = Math.round(height * CAPTION_SHARE);
      const text = svg(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${bar}">
        <rect width="100%" height="100%" fill="black"/><text x="8" y="${bar * 0.7}" fill="white"
        font-family="sans-serif" font-size="${bar * 0.6}">Photograph of the day</text></svg>`);
      return p.composite([{ input: text, gravity: "south" }]);
    },
  ],
  [
    "white border",
    (p, { width, height }) => {
      const [x, y] = [Math.round(width * BORDER_SHARE), Math.round(height * BORDER_SHARE)];
      return p.extend({ left: x, right: x, top: y, bottom: y, background: "white" });
    },
  ],
  ["turned 2°", (p) => p.rotate(2, { background: BLACK })],
  ["mirrored", (p) => p.flop()],
  ["upside down", (p) => p.flip()],
  ["half turn", (p) => p.rotate(180)],
  ["quarter turn", (p) => p.rotate(90)],
  ["three quarter turns", (p) => p.rotate(270)],
  [
    "watermark",
    (p, { width, height }) => {
      const size = Math.round(width / 9);
      const text = svg(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <text x="50%" y="50%" text-anchor="middle" fill="white" fill-opacity=".6" font-family="sans-serif"
        font-size="${size}" transform="rotate(-20 ${width / 2} ${height / 2})">example stock</text></svg>`);
      return p.composite([{ input: text }]);
    },
  ],
];

/** Kinds of copies, and the maker of the file of each. */
export const COPIES = CHANGES.map(
  ([kind, change]) =>
    [
      kind,
      async (bytes: Buffer): Promise<Buffer> => {
        const { data, info } = await sharp(bytes)
          .autoOrient()
          .removeAlpha()
          .toColourspace("srgb")
          .raw()
          .toBuffer({ resolveWithObject: true });
        const changed = change(sharp(data, { raw: info }), info);
        const isEncoded = kind.startsWith("JPEG") || kind.startsWith("WebP");
        return (isEncoded ? changed : changed.jpeg({ quality: 85 })).toBuffer();
      },
    ] as const,
);
