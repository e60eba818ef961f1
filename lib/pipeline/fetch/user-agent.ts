import { PRODUCT_TOKEN } from "@/lib/domain/opt-out";

/** A header value, and a comment inside it, must not be ended early by what an operator typed. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]|[()]/g, "").trim();

/**
 * Who is asking, said honestly: `PixCrawler/1.2.0 (+https://example.org; crawler@example.org)`.
 * `url` is where a publisher can read about the crawl; what is not known is left out.
 */
export function userAgent({
  version,
  url,
  contact,
}: {
  version: string;
  url?: string | undefined;
  contact?: string | undefined;
}): string {
  const comment = [url && `+${url}`, contact].flatMap((part) => printable(part ?? "") || []);
  const product = `${PRODUCT_TOKEN}/${printable(version)}`;
  return comment.length > 0 ? `${product} (${comment.join("; ")})` : product;
}
