import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { ExpandKeywords } from "@/lib/domain/expansion";
import type { ValidationLevel } from "@/lib/domain/issue";
import { SOURCES, type SourceInfo, type SourceKind } from "@/lib/domain/source";
import { type Earlier, fromCrawl } from "./from-crawl";
import { addKeywords, type DraftKeyword, splitKeywords } from "./keywords";
import { noOwnMaterial, type OwnMaterial } from "./own/own-material";
import { ONCE, type Repeat } from "./repeat";
import { whyUnavailable } from "./sources/source-words";

/** How further keywords are searched when the given ones run dry. */
export type DrySearch = Exclude<ExpandKeywords, boolean>;

/** What the form holds before it is sent. */
export interface Draft {
  keywords: DraftKeyword[];
  sources: SourceKind[];
  /** Null stops when the keywords run dry. */
  expandKeywords: DrySearch | null;
  own: OwnMaterial;
  /** Null while the field is empty. */
  maxImages: number | null;
  repeat: Repeat;
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

/** What a link to the form may fill in: `?keywords=cat,dog&sources=sample&datasetId=…`. */
export interface Prefill {
  keywords: string;
  sources: string;
  datasetId: string | null;
  projectId: string | null;
  /** `?from=` names a crawl that this one is like. */
  from?: Earlier | null;
}

export const isSourceKind = (kind: string): kind is SourceKind =>
  (SOURCES as readonly string[]).includes(kind);

/** The sources that can be chosen now. Files are brought along without one being chosen. */
export const usableKinds = (sources: readonly SourceInfo[]): SourceKind[] =>
  sources
    .filter((each) => whyUnavailable(each) === null && each.capabilities.takes !== "files")
    .map(({ kind }) => kind)
    .filter(isSourceKind);

/** What a link names, else what is usual, as far as it can be used now. */
function sourcesOf(text: string, sources: readonly SourceInfo[]): SourceKind[] {
  const usable = new Set(usableKinds(sources));
  const named = text.split(",").filter(isSourceKind);
  const usual = sources.filter(({ isDefault }) => isDefault).map(({ kind }) => kind);
  return (named.length > 0 ? named : usual.filter(isSourceKind)).filter((kind) => usable.has(kind));
}

export const newDraft = (prefill: Prefill, sources: readonly SourceInfo[]): Draft => ({
  keywords: addKeywords([], splitKeywords(prefill.keywords)),
  sources: sourcesOf(prefill.sources, sources),
  expandKeywords: null,
  own: noOwnMaterial(),
  maxImages: 100,
  repeat: ONCE,
  datasetId: prefill.datasetId,
  projectId: prefill.projectId,
  datasetName: "",
  validationLevel: "standard",
  filters: { safeSearch: true },
  name: "",
  ...(prefill.from && fromCrawl(prefill.from)),
});
