import { createHash } from "node:crypto";
import { z } from "zod";
import type { Annotations } from "./annotation";
import type { ArchiveEntry } from "./archive-entry";
import { folderFacts } from "./picture-paths";

/** One uploaded picture: where its bytes lie, and what its folders and annotations say of it. */
export const ManifestLine = z.object({
  url: z.string(),
  stored: z.object({
    key: z.string(),
    offset: z.int(),
    length: z.int(),
    compression: z.enum(["none", "deflate"]),
    sizeBytes: z.int(),
    crc32: z.int().nullable(),
    hasLocalHeader: z.boolean(),
  }),
  label: z.string().nullable(),
  labels: z.array(z.string()),
  title: z.string().nullable(),
  creator: z.string().nullable(),
  licence: z.string(),
  licenceUrl: z.string().nullable(),
  pageUrl: z.string().nullable(),
  raw: z.record(z.string(), z.unknown()),
});
export type ManifestLine = z.infer<typeof ManifestLine>;

const MAX_URL_LENGTH = 2048;

/** An address of its own for what never had one: the import, and the path within it, or its SHA-256 where that is too long. */
export function uploadUrl(importId: string, path: string): string {
  const base = `upload:///${importId}/`;
  const url = base + path.split("/").map(encodeURIComponent).join("/");
  return url.length <= MAX_URL_LENGTH
    ? url
    : base + createHash("sha256").update(path).digest("hex");
}

export function manifestLine(
  importId: string,
  { path, stored }: ArchiveEntry,
  annotations: Annotations,
): ManifestLine {
  const said = annotations.get(path);
  const { label: folder, split } = folderFacts(path);
  const [label = said?.hidesFolder ? null : folder, ...labels] = said?.labels ?? [];
  return {
    url: uploadUrl(importId, path),
    stored,
    label,
    labels,
    title: said?.title ?? null,
    creator: said?.creator ?? null,
    licence: said?.licence ?? "unknown",
    licenceUrl: said?.licenceUrl ?? null,
    pageUrl: said?.pageUrl ?? null,
    raw: { path, ...(split && { split }), ...said?.raw },
  };
}
