/** ITU-T T.81, table K.1: the luminance table that libjpeg scales, in the zigzag order of files. */
const LUMINANCE = [
  16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37,
  29, 40, 58, 51, 61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
  95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
];
const ENTRIES = 64;

const DQT = 0xdb;
const SOS = 0xda;
const EOI = Buffer.from([0xff, 0xd9]);
/** Start-of-frame markers; the three others of their range state tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

interface Segment {
  readonly marker: number;
  readonly content: Buffer;
  /** Where the next one starts. */
  readonly end: number;
}

/** The segments before the first scan, and the scan's own. */
function* segmentsOf(bytes: Buffer): Generator<Segment> {
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] as number;
    // A marker may be preceded by any number of fill bytes.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end < at + 4 || end > bytes.length) return;
    yield { marker, content: bytes.subarray(at + 4, end), end };
    if (marker === SOS) return;
    at = end;
  }
}

/** 1–100 as libjpeg scales its luminance table; of other makers' tables, the nearest. Null where there is none. */
export function jpegQualityOf(bytes: Buffer): number | null {
  const tables = new Map<number, number[]>();
  let wanted = 0;
  for (const { marker, content } of segmentsOf(bytes)) {
    if (marker === DQT) readTables(content, tables);
    // Of its first component, which is the luma: identifier, sampling, table.
    else if (isFrame(marker)) wanted = content[8] ?? 0;
  }
  const table = tables.get(wanted);
  if (!table) return null;
  const qualities = Array.from({ length: 100 }, (_, i) => i + 1);
  const distances = qualities.map((quality) => distanceTo(table, quality));
  return distances.indexOf(Math.min(...distances)) + 1;
}

/** A segment holds one table after another: half a byte for 8 or 16 bits, half a byte for its number, and 64 entries. */
function readTables(content: Buffer, tables: Map<number, number[]>): void {
  let at = 0;
  while (at < content.length) {
    const head = content[at] as number;
    const size = head >> 4 === 0 ? 1 : 2;
    const first = at + 1;
    at = first + ENTRIES * size;
    if (at > content.length) return;
    const entryOf = (i: number) => content.readUIntBE(first + i * size, size);
    tables.set(
      head & 15,
      Array.from({ length: ENTRIES }, (_, i) => entryOf(i)),
    );
  }
}

/** libjpeg's scaling: 5000 / quality below 50, else 200 − 2 quality, in per cent. */
function distanceTo(table: readonly number[], quality: number): number {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return table.reduce((sum, entry, i) => {
    const standard = Math.floor(((LUMINANCE[i] as number) * scale + 50) / 100);
    return sum + Math.abs(entry - Math.min(255, Math.max(1, standard)));
  }, 0);
}

/** An end mark after the first scan begins: those of embedded thumbnails lie before it. */
export function hasJpegEnd(bytes: Buffer): boolean {
  const scan = [...segmentsOf(bytes)].at(-1);
  return scan?.marker === SOS && bytes.includes(EOI, scan.end);
}
