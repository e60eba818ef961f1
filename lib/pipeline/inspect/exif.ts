const PREFIX = "Exif\0\0";
const GPS_DIRECTORY = 0x8825;
const LATITUDE = 2;
const LONGITUDE = 4;
const LONG = 4;
const RATIONAL = 5;
const ENTRY_BYTES = 12;

interface Tiff {
  readonly bytes: Buffer;
  readonly isLittleEndian: boolean;
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The value, or where it lies. */
  readonly value: number;
}

/** Whether EXIF states a position. Reads one directory and the one it points at, whatever they hold; never throws. */
export function hasGpsPosition(exif: Buffer | undefined): boolean {
  if (!exif) return false;
  const isPrefixed = exif.toString("latin1", 0, PREFIX.length) === PREFIX;
  const bytes = isPrefixed ? exif.subarray(PREFIX.length) : exif;
  const order = bytes.toString("latin1", 0, 2);
  if (bytes.length < 8 || (order !== "II" && order !== "MM")) return false;
  const tiff = { bytes, isLittleEndian: order === "II" };
  const gps = entriesAt(tiff, uint32(tiff, 4)).find(
    ({ tag, type }) => tag === GPS_DIRECTORY && type === LONG,
  );
  if (!gps) return false;
  const entries = entriesAt(tiff, gps.value);
  return [LATITUDE, LONGITUDE].every((wanted) =>
    entries.some((entry) => entry.tag === wanted && isAngle(tiff, entry)),
  );
}

function entriesAt(tiff: Tiff, offset: number): Entry[] {
  const { bytes } = tiff;
  if (offset + 2 > bytes.length) return [];
  const first = offset + 2;
  const fitting = Math.floor((bytes.length - first) / ENTRY_BYTES);
  return Array.from({ length: Math.min(uint16(tiff, offset), fitting) }, (_, i) => {
    const at = first + i * ENTRY_BYTES;
    return {
      tag: uint16(tiff, at),
      type: uint16(tiff, at + 2),
      count: uint32(tiff, at + 4),
      value: uint32(tiff, at + 8),
    };
  });
}

/** Degrees, minutes and seconds; cameras without reception write fractions of nothing. */
function isAngle(tiff: Tiff, { type, count, value }: Entry): boolean {
  const isThere = type === RATIONAL && count === 3 && value + 24 <= tiff.bytes.length;
  return isThere && uint32(tiff, value + 4) !== 0;
}

const uint16 = ({ bytes, isLittleEndian }: Tiff, at: number): number =>
  isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);

const uint32 = ({ bytes, isLittleEndian }: Tiff, at: number): number =>
  isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
