import { describe, expect, test } from "vitest";
import { unpackRuns } from "@/lib/pipeline/inspect/bmp-rle";
import { decode } from "@/lib/pipeline/inspect/decode";
import { randomFrom } from "./scenes";

const bytewise = { width: 4, height: 2, bitsPerPixel: 8 };
const nibbles = { ...bytewise, bitsPerPixel: 4 };
const unpack = (packed: number[], layout: typeof bytewise) => [
  ...unpackRuns(Uint8Array.from(packed), layout),
];

describe("runs are unpacked row by row", () => {
  test.each([
    ["runs", [4, 7, 0, 0, 3, 1, 1, 2, 0, 1], bytewise, [7, 7, 7, 7, 1, 1, 1, 2]],
    [
      "pixels one by one, padded",
      [0, 3, 5, 6, 7, 0, 1, 9, 0, 0, 4, 1, 0, 1],
      bytewise,
      [5, 6, 7, 9, 1, 1, 1, 1],
    ],
    [
      "runs of two nibbles in turn",
      [4, 0x12, 0, 0, 3, 0x34, 0, 1],
      nibbles,
      [1, 2, 1, 2, 3, 4, 3, 0],
    ],
    [
      "nibbles one by one, padded",
      [0, 3, 0x12, 0x30, 1, 0x40, 0, 0, 4, 0x55, 0, 1],
      nibbles,
      [1, 2, 3, 4, 5, 5, 5, 5],
    ],
    [
      "a jump leaves the first colour",
      [1, 3, 0, 2, 2, 1, 1, 4, 0, 1],
      bytewise,
      [3, 0, 0, 0, 0, 0, 0, 4],
    ],
    [
      "a run past its row ends with it",
      [200, 2, 0, 0, 4, 1, 0, 1],
      bytewise,
      [2, 2, 2, 2, 1, 1, 1, 1],
    ],
    [
      "without an end, when the last row was begun",
      [4, 7, 0, 0, 2, 1],
      bytewise,
      [7, 7, 7, 7, 1, 1, 0, 0],
    ],
  ] as const)("%s", (_name, packed, layout, expected) => {
    expect(unpack([...packed], layout)).toEqual([...expected]);
  });

  test("rows that are missing are an error", () => {
    expect(() => unpack([4, 7], bytewise)).toThrow("cut off");
    expect(() => unpack([], bytewise)).toThrow("cut off");
  });
});

function rleBmp(packed: number[]): Buffer {
  const bytes = Buffer.alloc(54 + 8 + packed.length);
  bytes.write("BM");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(62, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(4, 18);
  bytes.writeInt32LE(2, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  bytes.writeUInt32LE(1, 30);
  bytes.writeUInt32LE(2, 46);
  bytes.set([0, 0, 255, 0, 0, 255, 0, 0], 54);
  bytes.set(packed, 62);
  return bytes;
}
const picture = (bytes: Buffer) => decode({ bytes, format: "bmp", minWidth: 1, minHeight: 1 });

test("a picture of runs is decoded, bottom row first, and one of a colour it has not is refused", async () => {
  const found = await picture(rleBmp([4, 1, 0, 0, 4, 0, 0, 1]));
  expect(found).toMatchObject({ ok: true, inspected: { width: 4, height: 2 } });
  expect(await picture(rleBmp([4, 9, 0, 0, 4, 0, 0, 1]))).toMatchObject({
    ok: false,
    outcome: "corrupt",
  });
});

test("noise in place of runs ends as a picture or as a refusal", async () => {
  const random = randomFrom(4);
  for (let i = 0; i < 200; i++) {
    const noise = Array.from({ length: 40 }, () => Math.floor(random() * 256));
    const found = await picture(rleBmp(noise));
    if (!found.ok) expect(found.outcome).toBe("corrupt");
  }
});
