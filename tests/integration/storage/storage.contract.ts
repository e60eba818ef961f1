import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { beforeEach, describe, expect, test } from "vitest";
import type { Storage } from "@/lib/storage/storage";

const JPEG = { contentType: "image/jpeg" };
const KEY = "datasets/d1/images/ab/abcd.jpg";

/** What every provider promises. `open` answers an empty storage. */
export function storageContract(provider: string, open: () => Promise<Storage>) {
  describe(`the storage contract, kept by ${provider}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      storage = await open();
    });
    const put = (key: string, body: Readable | Uint8Array | string) =>
      storage.put(key, typeof body === "string" ? Buffer.from(body) : body, JPEG);
    const read = async (key: string, range?: { start: number; end?: number }) =>
      buffer(await storage.get(key, range));
    async function keys(prefix: string) {
      const found: string[] = [];
      for await (const { key } of storage.list(prefix)) found.push(key);
      return found;
    }

    test("answers the bytes that were put, however large", async () => {
      const bytes = randomBytes(3_000_000);
      await put(KEY, bytes);
      expect((await read(KEY)).equals(bytes)).toBe(true);
    });

    test("puts a stream as it puts bytes", async () => {
      const bytes = randomBytes(300_000);
      await put(KEY, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]));
      expect((await read(KEY)).equals(bytes)).toBe(true);
    });

    test("keeps what is empty", async () => {
      await put(KEY, "");
      expect(await read(KEY)).toHaveLength(0);
      expect(await storage.head(KEY)).toMatchObject({ sizeBytes: 0 });
    });

    test("puts what need not be durable all the same", async () => {
      await storage.put(KEY, Buffer.from("thumbnail"), { ...JPEG, durable: false });
      expect((await read(KEY)).toString()).toBe("thumbnail");
    });

    test("replaces what was there", async () => {
      await put(KEY, "a longer text");
      await put(KEY, "short");
      expect((await read(KEY)).toString()).toBe("short");
    });

    test("a reader who has begun gets the object he began with", async () => {
      await put(KEY, "before");
      const stream = await storage.get(KEY);
      await put(KEY, "after!");
      expect((await buffer(stream)).toString()).toBe("before");
    });

    test.each([
      [{ start: 0, end: 0 }, "0"],
      [{ start: 2, end: 4 }, "234"],
      [{ start: 7 }, "789"],
      [{ start: 8, end: 100 }, "89"],
    ])("answers the range %j with both ends", async (range, expected) => {
      await put(KEY, "0123456789");
      expect((await read(KEY, range)).toString()).toBe(expected);
    });

    test.each([{ start: 10 }, { start: 5, end: 4 }])(
      "refuses the empty range %j",
      async (range) => {
        await put(KEY, "0123456789");
        await expect(storage.get(KEY, range)).rejects.toMatchObject({
          code: "range-not-satisfiable",
        });
      },
    );

    test("says the size and the time of an object", async () => {
      const before = Date.now();
      await put(KEY, "four");
      const found = await storage.head(KEY);
      expect(found?.sizeBytes).toBe(4);
      expect(Math.abs((found?.modifiedAt.getTime() ?? 0) - before)).toBeLessThan(60_000);
    });

    test("a missing object is not found, has no head and can be deleted", async () => {
      await expect(storage.get(KEY)).rejects.toMatchObject({ code: "not-found" });
      expect(await storage.head(KEY)).toBeNull();
      await expect(storage.delete(KEY)).resolves.toBeUndefined();
    });

    test("a prefix is not an object, and nothing is below an object", async () => {
      await put(KEY, "x");
      await expect(storage.get("datasets/d1/images")).rejects.toMatchObject({ code: "not-found" });
      expect(await storage.head("datasets/d1")).toBeNull();
      await expect(storage.get(`${KEY}/more`)).rejects.toMatchObject({ code: "not-found" });
      expect(await storage.head(`${KEY}/more`)).toBeNull();
    });

    test("a deleted object is gone", async () => {
      await put(KEY, "x");
      await storage.delete(KEY);
      expect(await storage.head(KEY)).toBeNull();
      expect(await keys("")).toEqual([]);
    });

    test("lists in the order of the keys, under a prefix or all, with sizes", async () => {
      for (const key of ["b/2.txt", "a/b/3.txt", "a/1.txt", "a-c/4.txt", "a.txt"])
        await put(key, key);
      expect(await keys("")).toEqual(["a-c/4.txt", "a.txt", "a/1.txt", "a/b/3.txt", "b/2.txt"]);
      expect(await keys("a/")).toEqual(["a/1.txt", "a/b/3.txt"]);
      expect(await keys("nothing/")).toEqual([]);
      for await (const found of storage.list("b/"))
        expect(found).toMatchObject({ key: "b/2.txt", sizeBytes: 7, modifiedAt: expect.any(Date) });
    });

    test("deletes what is under a prefix and nothing else, and can put there again", async () => {
      for (const key of ["datasets/d1/a.txt", "datasets/d1/x/b.txt", "datasets/d10/c.txt"])
        await put(key, key);
      await storage.deletePrefix("datasets/d1/");
      expect(await keys("")).toEqual(["datasets/d10/c.txt"]);
      await storage.deletePrefix("datasets/d1/");
      await put("datasets/d1/x/b.txt", "again");
      expect(await keys("datasets/d1/")).toEqual(["datasets/d1/x/b.txt"]);
    });

    test("of many puts of one key at once, one wins whole", async () => {
      const bodies = Array.from({ length: 20 }, (_, i) => Buffer.alloc(200_000, i));
      await Promise.all(bodies.map((body) => put(KEY, body)));
      const kept = await read(KEY);
      expect(bodies.some((body) => body.equals(kept))).toBe(true);
      expect(await keys("")).toEqual([KEY]);
    });

    test("puts under one new prefix at once all arrive", async () => {
      const all = Array.from({ length: 30 }, (_, i) => `datasets/new/images/${i % 3}/${i}.jpg`);
      await Promise.all(all.map((key) => put(key, key)));
      expect(await keys("datasets/new/")).toHaveLength(30);
    });

    test("half an object is never seen, neither while it is written nor after its source failed", async () => {
      await put(KEY, "before");
      const source = new Readable({ read() {} });
      const putting = put(KEY, source);
      const failed = expect(putting).rejects.toThrow("connection lost");
      source.push(Buffer.alloc(100_000));
      await expect.poll(() => source.readableLength).toBe(0);
      expect((await read(KEY)).toString()).toBe("before");
      source.destroy(new Error("connection lost"));
      await failed;
      expect((await read(KEY)).toString()).toBe("before");
      expect(await keys("")).toEqual([KEY]);
    });

    test.each([
      "",
      ".",
      "..",
      "../up.txt",
      "a/../../up.txt",
      "/etc/passwd",
      "a//b.txt",
      "a/",
      "a\\b.txt",
      "a/\0.txt",
      ".tmp/x",
      "a/.hidden",
      "a b.txt",
      "%2e%2e/up.txt",
      "ü.txt",
      "C:/x.txt",
      "a".repeat(600),
    ])("refuses the key %j in every call", async (key) => {
      const refused = { code: "validation-failed" };
      const source = Readable.from([Buffer.from("x")]);
      await expect(put(key, source)).rejects.toMatchObject(refused);
      expect(source.destroyed).toBe(true);
      await expect(storage.get(key)).rejects.toMatchObject(refused);
      await expect(storage.head(key)).rejects.toMatchObject(refused);
      await expect(storage.delete(key)).rejects.toMatchObject(refused);
    });

    test.each(["", "/", "..", "../", "a/../", "datasets/d1"])(
      "refuses to delete everything under %j",
      async (prefix) => {
        await put("datasets/d1/a.txt", "x");
        await expect(storage.deletePrefix(prefix)).rejects.toMatchObject({
          code: "validation-failed",
        });
        expect(await keys("")).toEqual(["datasets/d1/a.txt"]);
      },
    );
  });
}
