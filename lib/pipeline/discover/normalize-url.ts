import { createHash } from "node:crypto";

const MAX_LENGTH = 2048;

/** Parameters that say how somebody arrived, never which picture it is. */
const TRACKING = new Set(
  (
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid li_fat_id igshid igsh " +
    "mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi _openstat oly_anon_id oly_enc_id srsltid vero_id wickedid"
  ).split(" "),
);
const isTracking = (name: string) =>
  name.toLowerCase().startsWith("utm_") || TRACKING.has(name.toLowerCase());
/** The signature of a presigned address in S3's way (and Google's): the same object signed anew is the same picture. */
const isSignature = (name: string) => /^x-(?:amz|goog)-/i.test(name);

/** An address as it may be shown and exported: a valid signature would let anybody read with its owner's key. */
export function withoutSignature(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  const signatures = [...url.searchParams.keys()].filter(isSignature);
  if (signatures.length === 0) return address;
  for (const name of signatures) url.searchParams.delete(name);
  return url.href;
}

/**
 * The canonical form that tells whether two URLs name the same picture; the URL itself is fetched as it was found.
 * Null for what may never be fetched: not http(s), with credentials, or longer than 2,048 characters.
 */
export function normalizeUrl(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password || !url.hostname) return null;
  url.hash = "";
  url.hostname = url.hostname.replace(/\.$/, "");
  url.pathname = plainEscapes(url.pathname);
  const parameters = new URLSearchParams(
    [...url.searchParams].filter(([name]) => !isTracking(name) && !isSignature(name)),
  );
  parameters.sort();
  url.search = parameters.toString();
  return url.href;
}

/** RFC 3986 §6.2.2: unreserved characters unescaped, other escapes in upper case. */
const plainEscapes = (path: string) =>
  path.replaceAll(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return /[a-z0-9._~-]/i.test(character) ? character : encoded.toUpperCase();
  });

/** The SHA-256 of a canonical URL in hexadecimal: its identity within a crawl job. */
export const urlHash = (canonicalUrl: string): string =>
  createHash("sha256").update(canonicalUrl).digest("hex");
