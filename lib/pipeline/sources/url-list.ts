import { Label } from "@/lib/domain/image";
import { licenceUrl } from "@/lib/domain/licence";
import { AppError } from "@/lib/errors";
import { foundPicture } from "./found-picture";
import { parseLicence } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { Found, Source } from "./source";
import type { ListShape } from "./url-list/detect";
import { readPage } from "./url-list/read-page";

const LIMITS = { maxUrls: 500, maxBytes: 1024 * 1024, blockBytes: 128 * 1024 };

/** A list of URLs that a person uploaded or pasted: text, CSV or TSV of any length, read a page at a time. */
export const urlList: Source<"url-list"> = {
  kind: "url-list",
  name: "List of URLs",
  description:
    "Your own list: one URL per line, or a CSV, TSV, JSON Lines or Parquet table with a url column and optional label, caption, licence, creator and page_url columns; also gzipped.",
  terms: "Whether a picture may be used depends on its own licence, which a list need not state.",
  termsUrl: null,
  homepage: null,
  signUpUrl: null,
  capabilities: {
    group: "own",
    needsKey: false,
    takes: "list",
    isScraping: false,
    pageSize: LIMITS.maxUrls,
    maxPerQuery: null,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page({ listKey, options }, cursor, ctx) {
    if (!listKey) throw new AppError("validation-failed", "This crawl has no list of URLs.");
    const page = await readPage(ctx, listKey, Number(cursor ?? 0), LIMITS, options["url-list"]);
    const found = page.rows.flatMap((row) => foundOf(row, page.shape) ?? []);
    return {
      found,
      ignored: page.rows.length - found.length + page.dropped,
      cursor: page.next === null ? null : String(page.next),
    };
  },
};

function foundOf(row: readonly string[], { columns, names }: ListShape): Found | null {
  const cell = (index: number | undefined) => (index === undefined ? null : (row[index] ?? null));
  const url = webUrl(cell(columns.url));
  if (!url) return null;
  const licence = parseLicence(cell(columns.licence));
  const label = Label.safeParse(plainText(cell(columns.label), 100));
  return foundPicture({
    url,
    pageUrl: webUrl(cell(columns.page)),
    title: plainText(cell(columns.caption)),
    creator: plainText(cell(columns.creator)),
    creatorUrl: webUrl(cell(columns.creatorUrl)),
    sourceId: plainText(cell(columns.id), 200),
    width: pixels(cell(columns.width)),
    height: pixels(cell(columns.height)),
    sha1: sha1Of(cell(columns.sha1)),
    licence,
    licenceUrl: licenceUrl(licence),
    label: label.success ? label.data : null,
    raw: rawRecord(
      Object.fromEntries(row.map((value, i) => [names[i] || `column ${i + 1}`, value])),
    ),
  });
}

/** Sides beyond a million pixels are no sides. */
const pixels = (text: string | null): number | null =>
  text && /^[1-9]\d{0,5}(?:\.0+)?$/.test(text.trim()) ? Math.trunc(Number(text)) : null;

const sha1Of = (text: string | null): string | null =>
  text && /^[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : null;
