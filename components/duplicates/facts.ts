import { formatBytes, formatCount } from "@/components/format";
import type { Image } from "@/lib/domain/image";
import { ISSUE_LABELS, type Issue } from "@/lib/domain/issue";
import { licenceRank } from "@/lib/domain/licence";

/** One thing that two pictures are compared by. */
export interface Fact {
  readonly name: string;
  readonly values: readonly [string, string];
  /** Which of the two is better by it; null where neither is, or where there is no better. */
  readonly better: 0 | 1 | null;
  /** The values are times, ISO 8601. */
  readonly isTime?: boolean;
}
type Pair = readonly [Image, Image];

/** Found by comparing, so that it says nothing against a picture here. */
const COMPARED: readonly Issue[] = ["near-duplicate", "exact-duplicate"];

const pixelsOf = ({ width, height }: Image): number => width * height;
const sizeText = ({ width, height }: Image): string =>
  `${formatCount(width)} × ${formatCount(height)}`;
const jpegQualityOf = ({ measurements: { jpegQuality } }: Image): number | null =>
  typeof jpegQuality === "number" ? jpegQuality : null;
const issuesOf = ({ issues }: Image): Issue[] =>
  issues.filter((issue) => !COMPARED.includes(issue));

/** The better of two where more is better; null when they are equal or one is not known. */
function more(pair: Pair, measure: (image: Image) => number | null): 0 | 1 | null {
  const [a, b] = [measure(pair[0]), measure(pair[1])];
  if (a === null || b === null || a === b) return null;
  return a > b ? 0 : 1;
}

function fact(
  name: string,
  pair: Pair,
  textOf: (image: Image) => string,
  better: 0 | 1 | null = null,
) {
  return { name, values: [textOf(pair[0]), textOf(pair[1])], better } satisfies Fact;
}

/** Two pictures side by side, in the order of what matters for keeping one. `sourceName` names a source by its kind. */
export function compareFacts(a: Image, b: Image, sourceName: (kind: string) => string): Fact[] {
  const pair: Pair = [a, b];
  const isSameSize = pixelsOf(a) === pixelsOf(b);
  const facts: Fact[] = [
    fact("Pixels", pair, sizeText, more(pair, pixelsOf)),
    // Only of equal pixels do more bytes mean less compression.
    fact(
      "File",
      pair,
      ({ sizeBytes, format }) => `${formatBytes(sizeBytes)} ${format.toUpperCase()}`,
      isSameSize && a.format === b.format ? more(pair, ({ sizeBytes }) => sizeBytes) : null,
    ),
    fact(
      "JPEG quality",
      pair,
      (image) => String(jpegQualityOf(image) ?? "–"),
      more(pair, jpegQualityOf),
    ),
    fact(
      "Licence",
      pair,
      ({ licence }) => (licence === "unknown" ? "Unknown" : licence),
      more(pair, (image) => -licenceRank(image.licence)),
    ),
    fact("Source", pair, ({ source }) => sourceName(source)),
    fact("Labels", pair, ({ labels }) => labels.join(", ")),
    { name: "Found", values: [a.downloadedAt, b.downloadedAt], better: null, isTime: true },
    fact(
      "Issues",
      pair,
      (image) =>
        issuesOf(image)
          .map((issue) => ISSUE_LABELS[issue])
          .join(", ") || "None",
      more(pair, (image) => -issuesOf(image).length),
    ),
    fact("Decision", pair, ({ decision }) => decision.charAt(0).toUpperCase() + decision.slice(1)),
  ];
  return facts.filter(({ name, values }) => {
    if (name === "JPEG quality") return values.some((value) => value !== "–");
    if (name === "Decision") return values.some((value) => value !== "Undecided");
    return true;
  });
}
