import { decode, type TagDecodeControl } from "cborg";
import { z } from "zod";

/** One statement about training and mining that a C2PA manifest makes. */
export interface TrainingMining {
  /** `c2pa.training-mining`, or `cawg.training-mining` since C2PA 2.0. */
  readonly label: string;
  /** What each kind of use is: `allowed`, `notAllowed` or `constrained`, which nobody here can check. */
  readonly uses: readonly (readonly [entry: string, use: string])[];
}

const Assertion = z.object({ entries: z.record(z.string(), z.object({ use: z.string() })) });

const LABEL_END = ".training-mining";
const PREFIXES: readonly string[] = ["c2pa", "cawg"];
const PREFIX_LENGTH = 4;
/** Of a JUMBF description box up to its label (ISO 19566-5): length, "jumd", the content's UUID, toggles. */
const DESCRIPTION_HEAD = 4 + 4 + 16 + 1;
const BOX_HEAD = 8;
/** An assertion has a few hundred bytes; a manifest has a handful of them. */
const MAX_ASSERTION_BYTES = 16_384;
const MAX_STATEMENTS = 16;
const untagged = (content: TagDecodeControl) => content();
/** Dates carry a tag; what they say does not matter here. */
const DECODING = { tags: { 0: untagged, 1: untagged } };

/**
 * The statements in the manifests of a picture, those of its ingredients included, whatever holds them: a manifest
 * lies in one piece in PNG, WebP, TIFF, HEIF and AVIF, in segments in JPEG, and in blocks in GIF. Signatures are not verified: a wish
 * counts without one. Total on any bytes.
 */
export function trainingMining(bytes: Buffer): TrainingMining[] {
  const jumbf = isJpeg(bytes) ? joinSegments(bytes) : isGif(bytes) ? joinBlocks(bytes) : bytes;
  const found: TrainingMining[] = [];
  let at = jumbf.indexOf(LABEL_END);
  for (let looked = 0; at >= 0 && looked < MAX_STATEMENTS; looked += 1) {
    const statement = readAssertion(jumbf, at - PREFIX_LENGTH);
    if (statement && statement.uses.length > 0) found.push(statement);
    at = jumbf.indexOf(LABEL_END, at + 1);
  }
  return found;
}

/** The assertion whose label begins at `labelAt`; null where that is only a mention of it. */
function readAssertion(jumbf: Buffer, labelAt: number): TrainingMining | null {
  const start = labelAt - DESCRIPTION_HEAD;
  if (start < 0 || jumbf.toString("latin1", start + 4, start + 8) !== "jumd") return null;
  const label = jumbf.toString("latin1", labelAt, labelAt + PREFIX_LENGTH + LABEL_END.length);
  if (!PREFIXES.includes(label.slice(0, PREFIX_LENGTH))) return null;
  const content = start + jumbf.readUInt32BE(start);
  if (content + BOX_HEAD > jumbf.length) return null;
  const sizeBytes = jumbf.readUInt32BE(content);
  const end = content + sizeBytes;
  if (sizeBytes < BOX_HEAD || sizeBytes > MAX_ASSERTION_BYTES || end > jumbf.length) return null;
  const type = jumbf.toString("latin1", content + 4, content + BOX_HEAD);
  const { data } = Assertion.safeParse(contentOf(type, jumbf.subarray(content + BOX_HEAD, end)));
  return data
    ? { label, uses: Object.entries(data.entries).map(([k, { use }]) => [k, use]) }
    : null;
}

function contentOf(type: string, body: Buffer): unknown {
  try {
    if (type === "cbor") return decode(body, DECODING);
    return type === "json" ? JSON.parse(body.toString()) : null;
  } catch {
    return null;
  }
}

const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;
const APP11 = 0xeb;
const START_OF_SCAN = 0xda;
/** Of an APP11 segment that carries boxes (ISO 18477-3): "JP", the box's instance and the segment's number in it. */
const SEGMENT_HEAD = 2 + 2 + 4;

/** The boxes of a JPEG's APP11 segments. Each segment repeats the head of the box that it continues. */
function joinSegments(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== START_OF_SCAN) {
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const box = at + 4 + SEGMENT_HEAD;
    const isBoxes = bytes[at + 1] === APP11 && bytes.toString("latin1", at + 4, at + 6) === "JP";
    if (isBoxes && box + BOX_HEAD <= Math.min(end, bytes.length)) {
      const isContinued = bytes.readUInt32BE(box - 4) > 1;
      const isLong = bytes.readUInt32BE(box) === 1;
      parts.push(bytes.subarray(isContinued ? box + (isLong ? 16 : BOX_HEAD) : box, end));
    }
    at = end;
  }
  return Buffer.concat(parts);
}

const isGif = (bytes: Buffer): boolean => bytes.toString("latin1", 0, 4) === "GIF8";
/** A GIF's application extension (GIF89a §26): 0x21 0xff, eleven bytes that name the application, then its data. */
const C2PA_EXTENSION = Buffer.from("\x21\xff\x0bC2PA_GIF\x01\0\0", "latin1");
/** Of up to 255 bytes each: as large as a picture may be. */
const MAX_BLOCKS = 100_000;

/** What the blocks of a GIF's C2PA extension hold: each begins with its length, and an empty one ends them. */
function joinBlocks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  const extension = bytes.indexOf(C2PA_EXTENSION);
  let at = extension < 0 ? bytes.length : extension + C2PA_EXTENSION.length;
  while (parts.length < MAX_BLOCKS) {
    const length = bytes[at] ?? 0;
    if (length === 0) break;
    parts.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return Buffer.concat(parts);
}
