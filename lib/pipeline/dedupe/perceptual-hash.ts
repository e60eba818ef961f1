import blockhash from "blockhash-core";
import type { Plane } from "../inspect/raster.ts";
import { resample } from "../inspect/resample.ts";

interface PerceptualHashes {
  /** 256 bits as 64 hexadecimal digits, as are the other two. */
  readonly perceptualHash: string;
  /** The perceptual hash of the picture mirrored left to right. */
  readonly mirroredHash: string;
  /** Upside down, and turned by 180°; quarter turns are permutations of the four. */
  readonly flippedHash: string;
  readonly turnedHash: string;
  /** Block means against their medians: a second opinion that errs on other pictures than the DCT. */
  readonly blockHash: string;
  /** PDQ's quality: the sum of the gradients at 64 × 64, capped at 100. A flat picture has almost none. */
  readonly hashQuality: number;
}

const SIDE = 32;
const KEPT = 16;
const cosines = Array.from({ length: KEPT }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * SIDE))),
);

/** Hashes of a luma plane of any size. */
export function perceptualHashes(luma: Plane): PerceptualHashes {
  const fine = resample(luma, 2 * SIDE, 2 * SIDE, "area");
  const coefficients = lowFrequencies(resample(fine, SIDE, SIDE, "area"));
  // Mirroring a picture flips the sign of what is odd across: the columns of odd frequency; likewise down with rows.
  const turned = (isNegated: (column: number, row: number) => boolean) =>
    hexOfBits(
      aboveMedian(
        coefficients.map((value, i) =>
          isNegated(i % KEPT, Math.floor(i / KEPT)) ? -value : value,
        ),
      ),
    );
  return {
    perceptualHash: hexOfBits(aboveMedian(coefficients)),
    mirroredHash: turned((column) => column % 2 === 1),
    flippedHash: turned((_column, row) => row % 2 === 1),
    turnedHash: turned((column, row) => (column + row) % 2 === 1),
    blockHash: blockHashOf(fine),
    hashQuality: gradientQuality(fine),
  };
}

/** The lowest 16 × 16 coefficients of the DCT-II of a 32 × 32 plane, by rows of equal vertical frequency. */
function lowFrequencies({ values }: Plane): Float64Array {
  const rows = new Float64Array(SIDE * KEPT);
  for (let y = 0; y < SIDE; y++) {
    for (const [u, wave] of cosines.entries()) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += (values[y * SIDE + x] ?? 0) * (wave[x] ?? 0);
      rows[y * KEPT + u] = sum;
    }
  }
  const coefficients = new Float64Array(KEPT * KEPT);
  for (const [v, wave] of cosines.entries()) {
    for (let u = 0; u < KEPT; u++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += (rows[y * KEPT + u] ?? 0) * (wave[y] ?? 0);
      coefficients[v * KEPT + u] = sum;
    }
  }
  return coefficients;
}

/** The median leaves out the constant term, which would only say how bright the picture is. */
function aboveMedian(coefficients: Float64Array): boolean[] {
  const sorted = coefficients.slice(1).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  return Array.from(coefficients, (value) => value > median);
}

function hexOfBits(bits: readonly boolean[]): string {
  let hex = "";
  for (let i = 0; i < bits.length; i += 4) {
    const nibble = bits.slice(i, i + 4).reduce((value, bit) => value * 2 + Number(bit), 0);
    hex += nibble.toString(16);
  }
  return hex;
}

function blockHashOf({ values, width, height }: Plane): string {
  const data = new Uint8Array(values.length * 4).fill(255);
  for (let i = 0; i < values.length; i++) data.fill(Math.round(values[i] ?? 0), i * 4, i * 4 + 3);
  return blockhash.bmvbhashEven({ width, height, data }, KEPT);
}

/** Meta's PDQ, "image domain quality metric": whole percents of each step between neighbours, summed, over 90. */
function gradientQuality({ values, width, height }: Plane): number {
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const value = values[at] ?? 0;
      const down = y + 1 < height ? (values[at + width] ?? 0) : value;
      const right = x + 1 < width ? (values[at + 1] ?? 0) : value;
      sum += Math.trunc((Math.abs(down - value) * 100) / 255);
      sum += Math.trunc((Math.abs(right - value) * 100) / 255);
    }
  }
  return Math.min(100, Math.floor(sum / 90));
}
