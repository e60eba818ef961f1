import { z } from "zod";
import { CrawlFilters } from "@/lib/domain/crawl-job";
import { Keyword } from "@/lib/domain/keyword";
import { pageInput, pageOf } from "@/lib/domain/page";
import { ListedSource, PreviewItem, SourceInfo, SourceKey, SourceKind } from "@/lib/domain/source";
import { SourceOptions } from "@/lib/domain/source-options";
import { operation } from "./operation";

const tag = "Sources";

export const listSources = operation({
  id: "listSources",
  method: "GET",
  path: "/sources",
  summary: "Where pictures come from: capabilities, terms, quota and health",
  tag,
  scope: "sources:read",
  input: z.object({
    ...pageInput,
    limit: pageInput.limit.meta({ description: "All sources fit into one page." }),
  }),
  output: pageOf(SourceInfo, "SourcePage"),
  status: 200,
  errors: [],
});
export const previewSource = operation({
  id: "previewSource",
  method: "POST",
  path: "/sources/{kind}/preview",
  summary: "A sample search: what the source would bring for a keyword",
  tag,
  scope: "sources:read",
  input: z.object({
    kind: ListedSource,
    keyword: Keyword,
    filters: CrawlFilters.optional(),
    sourceOptions: SourceOptions.optional(),
    urls: z.array(z.string().trim().min(1).max(2048)).min(1).max(10).optional(),
    limit: z.int().min(1).max(24).default(12),
  }),
  output: z.object({ items: z.array(PreviewItem), note: z.string().nullable() }),
  status: 200,
  errors: ["upstream-failed", "limit-exceeded"],
});
export const getPreviewThumbnail = operation({
  id: "getPreviewThumbnail",
  method: "GET",
  path: "/sources/{kind}/preview/{token}",
  summary: "A small copy of a picture of a sample search",
  tag,
  scope: "sources:read",
  input: z.object({ kind: SourceKind, token: z.string().min(1).max(4096) }),
  output: z.void(),
  status: 200,
  errors: ["not-found", "upstream-failed"],
  answers: "bytes",
});
export const setSourceKey = operation({
  id: "setSourceKey",
  method: "PUT",
  path: "/sources/{kind}/key",
  summary: "Keep a key of one's own for a source, encrypted",
  tag,
  scope: "sources:write",
  input: z.object({ kind: SourceKind, key: SourceKey }),
  output: SourceInfo,
  status: 200,
  errors: [],
});
export const deleteSourceKey = operation({
  id: "deleteSourceKey",
  method: "DELETE",
  path: "/sources/{kind}/key",
  summary: "Forget one's own key for a source",
  tag,
  scope: "sources:write",
  input: z.object({ kind: SourceKind }),
  output: z.void(),
  status: 204,
  errors: [],
});
