import type { SourceKind } from "@/lib/domain/source";

/** A file to upload, and its place in the folder that it came from: "cats/tabby/1.jpg". */
export interface OwnFile {
  file: File;
  path: string;
}

/** Sources whose addresses a person types. */
export const ADDRESS_SOURCES = ["url-list", "web-page", "site"] as const;
export type AddressSource = (typeof ADDRESS_SOURCES)[number];
/** Sources of one's own that run as a crawl; files are sent on their own. */
export const OWN_SOURCES = [...ADDRESS_SOURCES, "s3-prefix"] as const;
export type OwnSource = (typeof OWN_SOURCES)[number];

export const isOwnSource = (kind: SourceKind): kind is OwnSource =>
  (OWN_SOURCES as readonly string[]).includes(kind);

/** What a person brings, besides what is searched for. */
export interface OwnMaterial {
  /** The class of pictures that no folder, column or keyword gives one. */
  label: string;
  files: OwnFile[];
  /** Columns of a list where they are not recognised by themselves; empty leaves it to the server. */
  columns: { urlColumn: string; labelColumn: string; captionColumn: string };
  /** As typed: one address a line. */
  addresses: Record<AddressSource, string>;
  page: { render: boolean };
  /** Numbers are null while their field is empty. */
  site: { maxPages: number | null; maxDepth: number | null; render: boolean; sitemap: boolean };
  bucket: {
    bucket: string;
    prefix: string;
    region: string;
    endpoint: string;
    labelFromFolder: boolean;
  };
}

export const noOwnMaterial = (): OwnMaterial => ({
  label: "",
  files: [],
  columns: { urlColumn: "", labelColumn: "", captionColumn: "" },
  addresses: { "url-list": "", "web-page": "", site: "" },
  page: { render: false },
  site: { maxPages: 100, maxDepth: 3, render: false, sitemap: true },
  bucket: { bucket: "", prefix: "", region: "us-east-1", endpoint: "", labelFromFolder: false },
});

export const splitUrls = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** Lists of addresses, told by their name: only for words, the server looks at the bytes. */
export const isListName = (name: string): boolean =>
  /\.(?:txt|csv|tsv|jsonl|ndjson|parquet)(?:\.gz)?$/i.test(name);

/** What one import takes (contract: importToDataset). */
export const MAX_FILES = 5000;

/** Adds files that are not there yet, up to the limit. */
export function addFiles(present: readonly OwnFile[], added: readonly OwnFile[]): OwnFile[] {
  const byPlace = new Map<string, OwnFile>();
  for (const each of [...present, ...added]) {
    const place = `${each.path}\n${each.file.size}`;
    if (!byPlace.has(place)) byPlace.set(place, each);
  }
  return [...byPlace.values()].slice(0, MAX_FILES);
}
