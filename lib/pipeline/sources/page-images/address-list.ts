import { AppError } from "@/lib/errors";
import { webUrl } from "../plain-text";
import type { DiscoverContext, Query } from "../source";

/** The longest address has 2,048 characters; what is longer is none, and its line is cut here. */
const MAX_LINE_BYTES = 16_384;

export interface ListedAddress {
  /** As the line has it, at most 200 characters, for the person who wrote it. */
  readonly written: string;
  /** Null when the line is no web address. */
  readonly address: string | null;
  /** Byte at which the next line begins; null after the last one. */
  readonly next: number | null;
}

/** Where a crawl's own addresses lie, one a line. */
export function addressesOf({ listKey }: Query): string {
  if (listKey) return listKey;
  throw new AppError("validation-failed", "This crawl has no addresses of pages.");
}

/** The first address at or after byte `from` of the list, past blank lines; null at its end. */
export async function readAddress(
  ctx: DiscoverContext,
  listKey: string,
  from: number,
): Promise<ListedAddress | null> {
  for (let at = from; ; ) {
    const bytes = Buffer.from(await ctx.readList(listKey, at, MAX_LINE_BYTES));
    if (bytes.length === 0) return null;
    const newline = bytes.indexOf(0x0a);
    const end = newline < 0 ? bytes.length : newline;
    const isLast = newline < 0 && bytes.length < MAX_LINE_BYTES;
    const line = bytes
      .toString("utf8", 0, end)
      .replace(/^\ufeff/, "")
      .trim();
    at += newline < 0 ? end : end + 1;
    if (line)
      return { written: line.slice(0, 200), address: addressOf(line), next: isLast ? null : at };
    if (isLast) return null;
  }
}

/** People leave the scheme out. */
function addressOf(line: string): string | null {
  const url = webUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(line) ? line : `https://${line}`);
  return url && new URL(url).hostname.includes(".") ? new URL(url).href : null;
}
