import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { ValidationLevel } from "@/lib/domain/issue";
import { SOURCES, type SourceKind } from "@/lib/domain/source";
import { addKeywords, type DraftKeyword, splitKeywords } from "./keywords";

/** What the form holds before it is sent. */
export interface Draft {
  keywords: DraftKeyword[];
  sources: SourceKind[];
  /** Pasted URLs, one a line. */
  urls: string;
  /** A list of URLs as a file; it takes the place of the pasted ones. */
  file: File | null;
  /** Null while the field is empty. */
  maxImages: number | null;
  /** Null means a new dataset. */
  datasetId: string | null;
  /** Project of a new dataset; null leaves it to the server. */
  projectId: string | null;
  /** Name of the new dataset; empty means the crawl's name. */
  datasetName: string;
  validationLevel: ValidationLevel;
  filters: CrawlFilters;
  /** Empty means `defaultName`. */
  name: string;
}
export type SetDraft = (change: Partial<Draft>) => void;

/** Field → what is wrong with it. Keys are the pointers of the API without the leading slash, `/` inside a group. */
export type FieldErrors = Readonly<Record<string, string>>;

/** What a link to the form may fill in: `?keywords=cat,dog&sources=sample&datasetId=…`. */
export interface Prefill {
  keywords: string;
  sources: string;
  datasetId: string | null;
  projectId: string | null;
}

/** Chosen for a person who names no source: it needs no key and knows the licence of every picture. */
const USUAL_SOURCE: SourceKind = "openverse";

const isSource = (kind: string): kind is SourceKind =>
  (SOURCES as readonly string[]).includes(kind);

const sourcesOf = (text: string): SourceKind[] => {
  const named = text.split(",").filter(isSource);
  return named.length > 0 ? named : [USUAL_SOURCE];
};

export const newDraft = (prefill: Prefill): Draft => ({
  keywords: addKeywords([], splitKeywords(prefill.keywords)),
  sources: sourcesOf(prefill.sources),
  urls: "",
  file: null,
  maxImages: 100,
  datasetId: prefill.datasetId,
  projectId: prefill.projectId,
  datasetName: "",
  validationLevel: "standard",
  filters: { safeSearch: true },
  name: "",
});

export const splitUrls = (text: string): string[] =>
  text.split(/\s+/).filter((url) => url.length > 0);

/** What can be said without asking the server. */
export function missingFields(draft: Draft): FieldErrors {
  const errors: Record<string, string> = {};
  const usesList = draft.sources.includes("url-list");
  const isOnlyFile = usesList && draft.file !== null && draft.sources.length === 1;
  if (draft.keywords.length === 0 && !isOnlyFile) {
    errors.keywords = usesList
      ? "Add a keyword: it becomes the label of the pictures."
      : "Add at least one keyword.";
  }
  if (draft.sources.length === 0) errors.sources = "Choose at least one source.";
  if (usesList && !draft.file && splitUrls(draft.urls).length === 0) {
    errors.urls = "Paste at least one URL or choose a file.";
  }
  if (draft.maxImages === null || draft.maxImages < 1 || draft.maxImages > 100_000) {
    errors.maxImages = "Give a number between 1 and 100,000.";
  }
  return errors;
}
