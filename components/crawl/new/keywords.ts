import type { LabelledKeyword } from "@/lib/domain/crawl-job";
import type { ExpansionStrategy } from "@/lib/domain/expansion";

/** What one crawl takes (contract: createJob). */
export const MAX_KEYWORDS = 50;
const MAX_KEYWORD_LENGTH = 200;

/** A keyword as typed. `label` is null while it is the keyword itself. */
export interface DraftKeyword {
  keyword: string;
  label: string | null;
  /** For an accepted suggestion: whose it is, and how it was made. */
  origin?: { expansionOf: string; strategy: ExpansionStrategy };
}

/** Reads a pasted list: one keyword a line, or separated by commas, semicolons or tabs. */
export const splitKeywords = (text: string): string[] =>
  text
    .split(/[\n\r,;\t]+/)
    .map((keyword) => keyword.trim().replaceAll(/\s+/g, " ").slice(0, MAX_KEYWORD_LENGTH))
    .filter(Boolean);

export const labelOf = ({ keyword, label }: DraftKeyword): string => label ?? keyword;

/** Adds what is not there yet, whatever its case, up to the limit. */
export function mergeKeywords(
  present: readonly DraftKeyword[],
  added: readonly DraftKeyword[],
): DraftKeyword[] {
  const keywords = [...present];
  const seen = new Set(keywords.map(({ keyword }) => keyword.toLowerCase()));
  for (const each of added) {
    if (keywords.length >= MAX_KEYWORDS) break;
    if (seen.has(each.keyword.toLowerCase())) continue;
    seen.add(each.keyword.toLowerCase());
    keywords.push(each);
  }
  return keywords;
}

export const addKeywords = (present: readonly DraftKeyword[], added: readonly string[]) =>
  mergeKeywords(
    present,
    added.map((keyword) => ({ keyword, label: null })),
  );

export function toLabelled(keyword: DraftKeyword): string | LabelledKeyword {
  const { label, origin } = keyword;
  if (origin) return { keyword: keyword.keyword, label: labelOf(keyword), ...origin };
  return label ? { keyword: keyword.keyword, label } : keyword.keyword;
}

export function fromLabelled(given: LabelledKeyword): DraftKeyword {
  const { keyword, label, expansionOf, strategy } = given;
  const origin = expansionOf && strategy ? { origin: { expansionOf, strategy } } : {};
  return { keyword, label: label === keyword ? null : label, ...origin };
}

/** "cat, dog and 3 more": what a crawl is called until somebody names it. */
export function defaultName(keywords: readonly DraftKeyword[]): string {
  const names = keywords.filter(({ origin }) => !origin).map(({ keyword }) => keyword);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return (names.slice(0, 3).join(", ").slice(0, 80) || "My own pictures") + more;
}
