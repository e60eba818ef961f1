import { PassThrough, Readable, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type WrittenEntry, writeZip } from "@/lib/pipeline/export/archive";
import type { ArchiveEntry } from "@/lib/pipeline/export/exporter";
import { each, sha256 } from "./samples";
import { entriesOf, neverAborted, unzip, zipOf } from "./unzip";

const entry = (path: string, text = path): ArchiveEntry => ({
  path,
  body: async () => Readable.from([Buffer.from(text)]),
});

describe("writeZip", () => {
  test("gives back every file as it was, whichever form its body had", async () => {
    const files = await unzip(
      await zipOf(
        each<ArchiveEntry>([
          entry("cat/1.jpg", "streamed"),
          { path: "a.csv", body: "text" },
          { path: "b.csv", body: [Buffer.from("two "), Buffer.from("blocks")] },
          { path: "empty.csv", body: [] },
        ]),
      ),
    );
    expect([...files].map(([path, bytes]) => [path, bytes.toString()]).slice(0, 4)).toEqual([
      ["cat/1.jpg", "streamed"],
      ["a.csv", "text"],
      ["b.csv", "two blocks"],
      ["empty.csv", ""],
    ]);
  });

  test("ends with the checksum of every file before it, as sha256sum reads it", async () => {
    const files = await unzip(await zipOf(each([entry("cat/1.jpg"), entry("dog/2.jpg")])));
    expect([...files.keys()].at(-1)).toBe("checksums.sha256");
    expect(files.get("checksums.sha256")?.toString()).toBe(
      `${sha256("cat/1.jpg")}  cat/1.jpg\n${sha256("dog/2.jpg")}  dog/2.jpg\n`,
    );
  });

  test("makes the same bytes of the same entries", async () => {
    const twice = await Promise.all([1, 2].map(() => zipOf(each([entry("cat/1.jpg")]))));
    expect(twice[0]).toEqual(twice[1]);
  });

  test("stores plain files with their size before their bytes", async () => {
    const [file] = await entriesOf(await zipOf(each([entry("cat/1.jpg", "abc")])));
    expect(file).toMatchObject({ compressionMethod: 0, generalPurposeBitFlag: 0 });
    expect(file).toMatchObject({ compressedSize: 3, uncompressedSize: 3 });
    expect((file?.externalFileAttributes ?? 0) >>> 16).toBe(0o100_644);
    expect(file?.getLastModDate({ timezone: "UTC" })).toEqual(new Date("1980-01-01T00:00:00Z"));
  });

  test("answers the size and the hash of the archive and tells of every entry in turn", async () => {
    const output = new PassThrough();
    const told: WrittenEntry[] = [];
    const [written, bytes] = await Promise.all([
      writeZip(each([entry("cat/1.jpg", "abc")]), output, {
        signal: neverAborted,
        onEntry: (one) => void told.push(one),
      }),
      buffer(output),
    ]);
    expect(written).toEqual({ entryCount: 2, sizeBytes: bytes.length, sha256: sha256(bytes) });
    expect(told.map(({ path }) => path)).toEqual(["cat/1.jpg", "checksums.sha256"]);
    expect(told[0]).toEqual({ path: "cat/1.jpg", sizeBytes: 3, sha256: sha256("abc") });
  });

  test("holds more files than a 16-bit count can", async () => {
    async function* many() {
      for (let i = 0; i < 65_600; i += 1) yield { path: `cat/${i}.jpg`, body: [] };
    }
    expect(await entriesOf(await zipOf(many()))).toHaveLength(65_601);
  });

  test("opens the next file only when the output has taken the last one", async () => {
    const opened: number[] = [];
    async function* files() {
      for (let i = 0; i < 50; i += 1)
        yield {
          path: `cat/${i}.jpg`,
          body: async () => {
            opened.push(i);
            return Readable.from([Buffer.alloc(1000)]);
          },
        };
    }
    const held: (() => void)[] = [];
    let isReleased = false;
    const isHolding = Promise.withResolvers<void>();
    const output = new Writable({
      highWaterMark: 1000,
      write(_, __, done) {
        if (isReleased) return done();
        held.push(done);
        isHolding.resolve();
      },
    });
    const writing = writeZip(files(), output, { signal: neverAborted });
    await isHolding.promise;
    for (let turn = 0; turn < 50; turn += 1) await nextTurn();
    expect(opened.length).toBeLessThan(4);
    isReleased = true;
    for (const release of held) release();
    await writing;
    expect(opened).toHaveLength(50);
  });

  test("a file that cannot be opened fails the archive with its error and destroys the output", async () => {
    const output = new PassThrough().resume();
    const broken = { path: "cat/1.jpg", body: () => Promise.reject(new Error("not there")) };
    await expect(writeZip(each([broken]), output, { signal: neverAborted })).rejects.toThrow(
      "not there",
    );
    expect(output.destroyed).toBe(true);
  });

  test("an output that fails ends the reading of the entries", async () => {
    let hasEnded = false;
    async function* endless() {
      try {
        for (let i = 0; ; i += 1) yield entry(`cat/${i}.jpg`);
      } finally {
        hasEnded = true;
      }
    }
    const output = new Writable({ write: (_, __, done) => done(new Error("The disk is full.")) });
    await expect(writeZip(endless(), output, { signal: neverAborted })).rejects.toThrow(
      "The disk is full.",
    );
    await expect.poll(() => hasEnded).toBe(true);
  });

  test("an abort ends a picture that is being read, and the archive", async () => {
    const stalled = new Readable({ read() {} });
    const isOpen = Promise.withResolvers<void>();
    const body = async () => {
      isOpen.resolve();
      return stalled;
    };
    const controller = new AbortController();
    const output = new PassThrough().resume();
    const writing = writeZip(each([{ path: "cat/1.jpg", body }]), output, controller);
    const refused = expect(writing).rejects.toThrow(/aborted/);
    await isOpen.promise;
    controller.abort();
    await refused;
    expect([stalled.destroyed, output.destroyed]).toEqual([true, true]);
  });

  test("bytes other than the expected ones fail the archive", async () => {
    const damaged = { ...entry("cat/1.jpg", "damaged"), sha256: sha256("whole") };
    await expect(zipOf(each([damaged]))).rejects.toThrow(/cat\/1\.jpg.*damaged/);
  });

  test.each([
    "../evil.jpg",
    "/evil.jpg",
    "cat\\evil.jpg",
    "cat/a.b.jpg",
    "cat/.hidden.jpg",
    "cat/con.jpg",
    "aux/1.jpg",
    "cat/no-extension",
    "cat//1.jpg",
    "kät/1.jpg",
    `cat/${"a".repeat(120)}.jpg`,
  ])("refuses the name %j", async (path) => {
    await expect(zipOf(each([entry(path)]))).rejects.toThrow(/cannot be the name/);
  });

  test("refuses two names that differ in case only", async () => {
    const entries = each([entry("cat/a.jpg"), entry("Cat/A.jpg")]);
    await expect(zipOf(entries)).rejects.toThrow(/cannot be the name/);
  });
});
