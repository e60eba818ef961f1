import { Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { writeZip } from "@/lib/pipeline/export/archive";
import type { ArchiveEntry } from "@/lib/pipeline/export/exporter";
import { collect } from "./samples";

export const neverAborted = new AbortController().signal;

export async function zipOf(entries: AsyncIterable<ArchiveEntry>): Promise<Buffer> {
  const blocks: Buffer[] = [];
  const output = new Writable({
    write(block: Buffer, _, done) {
      blocks.push(block);
      done();
    },
  });
  await writeZip(entries, output, { signal: neverAborted });
  return Buffer.concat(blocks);
}

/** Path → bytes, in the order of the archive, read with checksums and sizes verified. */
export const unzip = async (bytes: Buffer) => readAll(await fromBufferPromise(bytes));

export async function readAll(zip: ZipFile): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}

export async function entriesOf(bytes: Buffer): Promise<Entry[]> {
  return collect((await fromBufferPromise(bytes)).eachEntry());
}
