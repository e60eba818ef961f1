import { load } from "cheerio/slim";

const SPACES = /[\p{Cc}\s]+/gu;
/** Marks that turn the reading direction of what follows them, and byte-order marks. */
const INVISIBLE = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Foreign text as one line without markup, entities, control or direction characters, accents composed (NFC: macOS
 * writes them apart); null when nothing is left.
 */
export function plainText(html: string | null | undefined, maxLength = 500): string | null {
  if (!html) return null;
  // Longer input is cut before it is parsed: what lies behind could not be shown anyway.
  const input = html.slice(0, maxLength * 20);
  const text = /[<&]/.test(input) ? textOf(input) : input;
  const line = text
    .toWellFormed()
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(SPACES, " ")
    .trim();
  return line ? Array.from(line).slice(0, maxLength).join("") : null;
}

function textOf(html: string): string {
  const page = load(html, null, false);
  page("script, style, template, noscript").remove();
  return page.text();
}

/** A foreign link that is safe to show: http(s), of a sane length, without credentials. */
export function webUrl(url: string | null | undefined): string | null {
  if (!url || url.length > 2048 || !URL.canParse(url)) return null;
  const { protocol, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && !username && !password ? url : null;
}

/** A foreign record that Postgres can store: without the NUL characters and lone surrogates that jsonb refuses. */
export function rawRecord(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [storable(key), storableValue(value, 0)]),
  );
}

const storable = (text: string) => text.toWellFormed().replaceAll("\0", "");

function storableValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return storable(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === 8) return null;
  if (Array.isArray(value)) return value.map((item) => storableValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storable(key), storableValue(item, depth + 1)]),
  );
}
