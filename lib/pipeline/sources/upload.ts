import { AppError } from "@/lib/errors";
import { foundPicture } from "./found-picture";
import type { DiscoverContext, Found, Source } from "./source";
import { ManifestLine } from "./upload/manifest";

const PAGE_SIZE = 500;
const BLOCK_BYTES = 512 * 1024;
const NEWLINE = 10;

/** Pictures that a person uploaded: files, folders, and archives whose entries are read where they lie. */
export const upload: Source<"upload"> = {
  kind: "upload",
  name: "Upload",
  description:
    "Your own pictures: files, a folder, a ZIP or a tar. Datasets as ImageFolder, COCO or YOLO keep their labels.",
  terms: "You need the right to use what you upload; licences that a dataset states are kept.",
  termsUrl: null,
  homepage: null,
  signUpUrl: null,
  capabilities: {
    group: "own",
    needsKey: false,
    takes: "files",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: null,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page({ listKey }, cursor, ctx) {
    if (!listKey) throw new AppError("validation-failed", "This crawl has no uploaded pictures.");
    const offset = Number(cursor ?? 0);
    const { lines, next } = await readLines(ctx, listKey, offset);
    return {
      found: lines.map(foundOf),
      ignored: 0,
      cursor: next === null ? null : String(next),
    };
  },
};

function foundOf(line: string): Found {
  const { url, raw, ...stated } = ManifestLine.parse(JSON.parse(line));
  return foundPicture({ url, raw, ...stated });
}

/** Up to a page of whole lines from byte `offset` on, and where the next page begins; null at the end. */
async function readLines(ctx: DiscoverContext, key: string, offset: number) {
  const lines: string[] = [];
  let at = offset;
  for (;;) {
    ctx.signal.throwIfAborted();
    const bytes = Buffer.from(await ctx.readList(key, at, BLOCK_BYTES));
    const isEnd = bytes.length < BLOCK_BYTES;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (lines.length === PAGE_SIZE) return { lines, next: at + start };
      lines.push(bytes.toString("utf8", start, end));
      start = end + 1;
    }
    at += start;
    if (isEnd) return { lines, next: null };
    // No line is longer than a block: a path and what is kept of annotations are bounded.
    if (start === 0) throw new AppError("internal", "The manifest of the upload is damaged.");
  }
}
