import { Label } from "@/lib/domain/image";
import { licenceUrl } from "@/lib/domain/licence";
import { AppError } from "@/lib/errors";
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
    "Your own list: one URL per line, or a CSV or TSV table with a url column and optional label, caption, licence, creator and page_url columns.",
  terms: "Whether a picture may be used depends on its own licence, which a list need not state.",
  termsUrl: null,
  homepage: null,
  capabilities: {
    needsKey: false,
    pageSize: LIMITS.maxUrls,
    maxPerQuery: null,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    sunsetDate: null,
  },
  async page({ listKey }, cursor, ctx) {
    if (!listKey) throw new AppError("validation-failed", "This crawl has no list of URLs.");
    const page = await readPage(ctx, listKey, Number(cursor ?? 0), LIMITS);
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
  return {
    url,
    pageUrl: webUrl(cell(columns.page)),
    sourceId: null,
    title: plainText(cell(columns.caption)),
    creator: plainText(cell(columns.creator)),
    creatorUrl: null,
    licence,
    licenceUrl: licenceUrl(licence),
    attribution: null,
    width: null,
    height: null,
    label: label.success ? label.data : null,
    raw: rawRecord(
      Object.fromEntries(row.map((value, i) => [names[i] || `column ${i + 1}`, value])),
    ),
  };
}
