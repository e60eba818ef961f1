/** A path as robots.txt and tdmrep.json write it: `*` stands for anything, `$` at the end for the end. */
export interface PathPattern {
  /** Literal parts between wildcards, percent-encoding normalised; the first is where a path begins. */
  readonly parts: readonly string[];
  readonly isAnchored: boolean;
  /** Octets of the pattern, wildcards included. */
  readonly length: number;
}

export function toPathPattern(path: string): PathPattern {
  const isAnchored = path.endsWith("$");
  const pattern = isAnchored ? path.slice(0, -1) : path;
  const parts = pattern.split("*").map(normalisePath);
  return { parts, isAnchored, length: parts.join("*").length + (isAnchored ? 1 : 0) };
}

/** Path and query of an address in the form that patterns are compared with. */
export const comparablePath = (url: URL): string => normalisePath(url.pathname + url.search);

/**
 * Percent-encoding made comparable (RFC 9309 §2.2.2): unreserved characters plain, everything else outside the
 * URL alphabet encoded in capitals. `*` and `$` are encoded, since plain ones in a rule are wildcards.
 */
function normalisePath(path: string): string {
  return path
    .replace(/[^\x21-\x7e]+|[*$]/g, (text) =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    )
    .replace(/%[0-9a-f]{2}/gi, (encoded) => {
      const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : encoded.toUpperCase();
    });
}

/** Greedy search part by part: linear in practice and without the backtracking a regular expression could be lured into. */
export function matchesPath({ parts, isAnchored }: PathPattern, path: string): boolean {
  const [first = "", ...others] = parts;
  if (!path.startsWith(first)) return false;
  let at = first.length;
  const last = isAnchored ? others.pop() : undefined;
  for (const part of others) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  if (!isAnchored) return true;
  if (last === undefined) return at === path.length;
  return path.length - last.length >= at && path.endsWith(last);
}
