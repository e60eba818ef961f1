import type { LabelledKeyword } from "@/lib/domain/crawl-job";

/** What one crawl takes (contract: createJob). */
export const MAX_KEYWORDS = 50;
const MAX_KEYWORD_LENGTH = 200;

/** A keyword as typed. `label` is null while it is the keyword itself. */
export interface DraftKeyword {
  keyword: string;
  label: string | null;
}

/** Reads a pasted list: one keyword a line, or separated by commas, semicolons or tabs. */
export const splitKeywords = (text: string): string[] =>
  text
    .split(/[\n\r,;\t]+/)
    .map((keyword) => keyword.trim().replaceAll(/\s+/g, " ").slice(0, MAX_KEYWORD_LENGTH))
    .filter(Boolean);

/** Adds keywords that are not there yet, whatever their case, up to the limit. */
export function addKeywords(present: readonly DraftKeyword[], added: readonly string[]) {
  const keywords = [...present];
  const seen = new Set(keywords.map(({ keyword }) => keyword.toLowerCase()));
  for (const keyword of added) {
    if (keywords.length >= MAX_KEYWORDS) break;
    if (seen.has(keyword.toLowerCase())) continue;
    seen.add(keyword.toLowerCase());
    keywords.push({ keyword, label: null });
  }
  return keywords;
}

export const toLabelled = ({ keyword, label }: DraftKeyword): string | LabelledKeyword =>
  label ? { keyword, label } : keyword;

/** "cat, dog and 3 more": what a crawl is called until somebody names it. */
export function defaultName(keywords: readonly DraftKeyword[]): string {
  const names = keywords.map(({ keyword }) => keyword);
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  return (names.slice(0, 3).join(", ").slice(0, 80) || "List of URLs") + more;
}
