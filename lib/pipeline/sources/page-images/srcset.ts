/** One rendition in a srcset: `width` in pixels (w) or else `density` (x). */
export interface Candidate {
  readonly address: string;
  readonly width: number | null;
  readonly density: number;
}

/** Address, then descriptors up to the next comma; commas may stand inside an address but not at its ends. */
const CANDIDATE = /[\s,]*([^\s,]\S*)\s*/y;
const MAX_CANDIDATES = 200;

/** Without those at its end: a regular expression would look at each of many commas again and again. */
function withoutCommas(written: string): string {
  let end = written.length;
  while (written[end - 1] === ",") end -= 1;
  return written.slice(0, end);
}

/** The renditions of a srcset attribute (HTML Living Standard §4.8.4.2), at most 200. */
export function parseSrcset(srcset: string): Candidate[] {
  const candidates: Candidate[] = [];
  let at = 0;
  while (candidates.length < MAX_CANDIDATES) {
    CANDIDATE.lastIndex = at;
    const written = CANDIDATE.exec(srcset)?.[1];
    if (written === undefined) break;
    at = CANDIDATE.lastIndex;
    const address = withoutCommas(written);
    const isEnded = address !== written;
    const comma = srcset.indexOf(",", at);
    const end = comma < 0 ? srcset.length : comma;
    const descriptors = isEnded ? "" : srcset.slice(at, end);
    if (!isEnded) at = end;
    const width = /(?:^|\s)(\d{1,6})w\b/.exec(descriptors)?.[1];
    const density = /(?:^|\s)(\d{1,3}(?:\.\d{1,4})?)x\b/.exec(descriptors)?.[1];
    candidates.push({
      address,
      width: width === undefined ? null : Number(width),
      density: Number(density ?? 1),
    });
  }
  return candidates;
}

/** The address of the largest: the widest, else the densest; the first of equals. */
export function largestOf(candidates: readonly Candidate[]): string | null {
  const weight = ({ width, density }: Candidate) => (width === null ? density / 1e6 : width);
  const [first, ...others] = candidates;
  if (!first) return null;
  return others.reduce((best, one) => (weight(one) > weight(best) ? one : best), first).address;
}
