import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { openPromise } from "yauzl";
import { directoryHeader, endOfDirectory, localHeader } from "@/lib/pipeline/export/zip-records";
import { readAll } from "./unzip";

test("a file that lies beyond 4 GiB can be read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zip-records-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, "sparse.zip");
  const bytes = Buffer.from("far away");

  // The disk holds only what is written, not the gap before it.
  const offset = 5 * 2 ** 30;
  const entry = { path: "cat/1.jpg", crc32: crc32(bytes), sizeBytes: bytes.length, offset };
  const file = Buffer.concat([localHeader(entry), bytes]);
  const directory = directoryHeader(entry);
  const end = endOfDirectory({
    offset: offset + file.length,
    sizeBytes: directory.length,
    entryCount: 1,
  });
  const handle = await open(path, "w");
  await handle.write(Buffer.concat([file, directory, end]), { position: offset });
  await handle.close();

  expect(await readAll(await openPromise(path))).toEqual(new Map([["cat/1.jpg", bytes]]));
});
