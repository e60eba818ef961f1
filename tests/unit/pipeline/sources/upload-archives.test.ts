import { describe, expect, test } from "vitest";
import type { StoredBytes } from "@/lib/domain/stored-bytes";
import type { ArchiveEntry } from "@/lib/pipeline/sources/upload/archive-entry";
import { partOf } from "@/lib/pipeline/sources/upload/byte-reader";
import { openEntry, readEntry } from "@/lib/pipeline/sources/upload/entry-bytes";
import { listTar } from "@/lib/pipeline/sources/upload/tar";
import { listZip } from "@/lib/pipeline/sources/upload/zip";
import { type TarEntry, tarOf, type ZipEntry, zipOf } from "@/tests/helpers/archives";

const MB = 1024 * 1024;
/** The archive does not begin where its file does. */
const OFFSET = 1000;
const place = { key: "files", offset: OFFSET };
const reads = (archive: Buffer) => {
  const file = Buffer.concat([Buffer.alloc(OFFSET, 7), archive, Buffer.alloc(100, 7)]);
  return async (offset: number, length: number) => file.subarray(offset, offset + length);
};
const zip = (archive: Buffer) => listZip(partOf(reads(archive), OFFSET, archive.length), place);
const tar = (archive: Buffer) => listTar(partOf(reads(archive), OFFSET, archive.length), place);

async function contents(archive: Buffer, entries: readonly ArchiveEntry[]) {
  const read = reads(archive);
  const found: Record<string, string> = {};
  for (const { path, stored } of entries) {
    const bytes = await readEntry(read, stored);
    const blocks: Buffer[] = [];
    for await (const block of openEntry(read, stored)) blocks.push(block);
    expect(Buffer.concat(blocks).equals(bytes)).toBe(true);
    found[path] = bytes.toString();
  }
  return found;
}

const JUNK = ["__MACOSX/cat/._1.jpg", "cat/.DS_Store", "cat/._1.jpg", "Thumbs.db"];

test("a ZIP's entries are read where they lie, packed or not, and what file managers leave is no entry", async () => {
  const archive = zipOf([
    { name: "cat/", unixMode: 0o040755 },
    { name: "cat/1.jpg", bytes: "one" },
    { name: "./dog/ü 2.jpg", bytes: "two ".repeat(100), isDeflated: true },
    { name: "empty.txt" },
    ...JUNK.map((name) => ({ name, bytes: "junk" })),
  ]);
  expect(await contents(archive, await zip(archive))).toEqual({
    "cat/1.jpg": "one",
    "dog/ü 2.jpg": "two ".repeat(100),
    "empty.txt": "",
  });
});

test("names in UTF-8 are read as that where the ZIP does not say so, as on macOS, and others as CP437", async () => {
  const archive = zipOf([
    { name: "", rawName: Buffer.from("Füchse/1.jpg"), bytes: "one" },
    { name: "", rawName: Buffer.from("F\x81chse/2.jpg", "latin1"), bytes: "two" },
    { name: "", rawName: Buffer.from("fox/3.jpg"), bytes: "three" },
  ]);
  expect(Object.keys(await contents(archive, await zip(archive)))).toEqual([
    "Füchse/1.jpg",
    "Füchse/2.jpg",
    "fox/3.jpg",
  ]);
  const climbing = zipOf([{ name: "", rawName: Buffer.from("ü/../../x.jpg") }]);
  await expect(zip(climbing)).rejects.toThrow(/relative path|climbs/);
});

test("a tar's entries are read where they lie, with long names of both kinds", async () => {
  const long = `${"folder/".repeat(20)}1.jpg`;
  const other = `${"ordner/".repeat(20)}ü.jpg`;
  const record = ` path=${other}\n`;
  const pax = `${Buffer.byteLength(record) + 3}${record}`;
  const archive = tarOf([
    { name: "cat/", type: "5" },
    { name: "cat/1.jpg", bytes: "one" },
    { name: "././@LongLink", type: "L", bytes: `${long}\0` },
    { name: long.slice(0, 99), bytes: "x".repeat(1000) },
    { name: "PaxHeaders/2", type: "x", bytes: pax },
    { name: "short", bytes: "two" },
    ...JUNK.map((name) => ({ name, bytes: "junk" })),
  ]);
  expect(await contents(archive, await tar(archive))).toEqual({
    "cat/1.jpg": "one",
    [long]: "x".repeat(1000),
    [other]: "two",
  });
});

const zeros = Buffer.alloc(2 * MB);
const HOSTILE_ZIPS: readonly [string, readonly ZipEntry[], RegExp][] = [
  ["climbs", [{ name: "../../etc/x.jpg" }], /relative path|climbs/],
  ["is absolute", [{ name: "/etc/x.jpg" }], /absolute/],
  ["names a drive", [{ name: "C:/x.jpg" }], /absolute/],
  ["has backslashes", [{ name: "..\\x.jpg" }], /invalid characters|backslashes/],
  ["has a NUL in a name", [{ name: "x.jpg\0.exe" }], /control characters/],
  [
    "has a link",
    [{ name: "x.jpg", bytes: "/etc/passwd", unixMode: 0o120777 }],
    /a link or a device/,
  ],
  ["has a device", [{ name: "x.jpg", unixMode: 0o020666 }], /a link or a device/],
  ["is encrypted", [{ name: "x.jpg", bytes: "a".repeat(13), sizeBytes: 1, flags: 1 }], /encrypted/],
  ["is strongly encrypted", [{ name: "x.jpg", bytes: "a", flags: 0x41 }], /encryption/],
  ["is packed another way", [{ name: "x.jpg", bytes: "a", method: 93 }], /packed in a way/],
  ["has two entries of one name", [{ name: "x.jpg" }, { name: "./x.jpg" }], /two entries/],
  [
    "has names that only look different",
    [{ name: "é.jpg" }, { name: "e\u0301.jpg" }],
    /two entries/,
  ],
  [
    "unpacks to 1,000 times its size",
    [{ name: "x.jpg", bytes: zeros, isDeflated: true }],
    /200 times/,
  ],
  [
    "has an entry of 101 MB",
    [{ name: "x.jpg", bytes: zeros, isDeflated: true, sizeBytes: 101 * MB }],
    /100 MB/,
  ],
  ["has a path of 700 bytes", [{ name: `${"x".repeat(700)}.jpg` }], /longer than 600 bytes/],
  [
    "has entries that share their bytes",
    [
      { name: "1.jpg", bytes: "abc" },
      { name: "2.jpg", bytes: "abc", localOffset: 0 },
    ],
    /overlap/,
  ],
];
test.each(HOSTILE_ZIPS)(
  "a ZIP that %s is refused with a sentence",
  async (_name, entries, message) => {
    const refused = await zip(zipOf(entries)).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: expect.stringMatching(/^(validation-failed|payload-too-large)$/),
      message: expect.stringMatching(/^The archive was refused: [^\0]*\.$/),
    });
    expect((refused as Error).message).toMatch(message);
  },
);

const HOSTILE_TARS: readonly [string, readonly TarEntry[], RegExp][] = [
  ["climbs", [{ name: "a/../../x.jpg" }], /climbs/],
  ["is absolute", [{ name: "/etc/x.jpg" }], /absolute/],
  ["has a symbolic link", [{ name: "x.jpg", type: "2" }], /a link/],
  ["has a hard link", [{ name: "x.jpg", type: "1" }], /a link/],
  ["has a device", [{ name: "x.jpg", type: "3" }], /a device/],
  ["has a sparse file", [{ name: "x.jpg", type: "S" }], /sparse/],
  ["has two entries of one name", [{ name: "x.jpg" }, { name: "x.jpg" }], /two entries/],
  [
    "says that an entry is longer than it",
    [{ name: "x.jpg", bytes: "a", sizeBytes: 10 * MB }],
    /cut off/,
  ],
];
test.each(HOSTILE_TARS)(
  "a tar that %s is refused with a sentence",
  async (_name, entries, message) => {
    const refused = await tar(tarOf(entries)).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "validation-failed" });
    expect((refused as Error).message).toMatch(message);
  },
);

test("a ZIP that is cut off, or is none, is refused; a tar whose header is damaged too", async () => {
  const whole = zipOf([{ name: "x.jpg", bytes: "abc" }]);
  for (const bytes of [whole.subarray(0, whole.length - 30), Buffer.from("PK\x03\x04 nothing")])
    await expect(zip(bytes)).rejects.toMatchObject({ code: "validation-failed" });
  const damaged = tarOf([{ name: "1.jpg" }, { name: "2.jpg" }]);
  damaged[600] = 1;
  await expect(tar(damaged)).rejects.toThrow(/header of the tar is damaged/);
});

test("an archive of more than 100,000 files is refused as too large", async () => {
  const entries = Array.from({ length: 100_001 }, (_, i) => ({ name: `${i}.jpg` }));
  await expect(tar(tarOf(entries))).rejects.toMatchObject({ code: "payload-too-large" });
});

test("a failure of the storage is not held against the archive", async () => {
  const away = () => Promise.reject(Object.assign(new Error("away"), { code: "EIO" }));
  await expect(listZip({ sizeBytes: 1000, read: away }, place)).rejects.toMatchObject({
    code: "EIO",
  });
});

describe("an entry whose bytes are not what the archive says is broken, and gives no more than it says:", () => {
  const pictures = "picture ".repeat(100);
  const broken: readonly [string, ZipEntry, (stored: StoredBytes) => StoredBytes][] = [
    ["another checksum", { name: "x", bytes: pictures, crc: 1 }, (stored) => stored],
    ["larger", { name: "x", bytes: pictures, isDeflated: true, sizeBytes: 10 }, (stored) => stored],
    [
      "smaller",
      { name: "x", bytes: pictures, isDeflated: true, sizeBytes: 5000 },
      (stored) => stored,
    ],
    ["not deflated at all", { name: "x", bytes: pictures, method: 8 }, (stored) => stored],
    ["nowhere", { name: "x", bytes: pictures }, (stored) => ({ ...stored, offset: 10 ** 9 })],
    ["cut off", { name: "x", bytes: pictures }, (s) => ({ ...s, length: 5000, sizeBytes: 5000 })],
  ];
  test.each(broken)("%s", async (_name, entry, change) => {
    const archive = zipOf([entry]);
    const [found] = await zip(archive);
    const stored = change(found?.stored as StoredBytes);
    await expect(readEntry(reads(archive), stored)).rejects.toThrow(
      expect.objectContaining({ name: "BrokenEntryError" }),
    );
    let bytes = 0;
    const drain = async () => {
      for await (const block of openEntry(reads(archive), stored)) bytes += block.length;
    };
    await expect(drain()).rejects.toThrow(expect.objectContaining({ name: "BrokenEntryError" }));
    expect(bytes).toBeLessThanOrEqual(stored.sizeBytes);
  });
});
