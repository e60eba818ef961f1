import type { z } from "zod";
import type { previewSource } from "@/lib/contract/sources";
import type { PreviewItem } from "@/lib/domain/source";
import { ownInput } from "../crawl-parts";
import type { Draft } from "../draft";
import { isOwnSource } from "../own/own-material";

export type SampleRequest = z.input<typeof previewSource.input>;
/** What one sample search reads at most of the addresses (contract: previewSource). */
const MAX_ADDRESSES = 10;

/** The sample searches that a form stands for, one for each source; own sources only where they have an address. */
export function sampleRequests(draft: Draft, keyword: string): SampleRequest[] {
  const { filters, own } = draft;
  return draft.sources.flatMap((kind): SampleRequest[] => {
    if (!isOwnSource(kind)) return [{ kind, keyword, filters }];
    const { urls, sourceOptions } = ownInput(kind, own);
    if (kind === "s3-prefix" ? own.bucket.bucket === "" : !urls?.length) return [];
    return [
      {
        kind,
        keyword,
        filters,
        ...(urls && { urls: urls.slice(0, MAX_ADDRESSES) }),
        ...(sourceOptions && { sourceOptions }),
      },
    ];
  });
}

/** "12 found, 3 left out: smaller than 256 pixels (2), no licence (1)." */
export function sampleSummary(items: readonly PreviewItem[]): string {
  const reasons = new Map<string, number>();
  for (const { filtered } of items)
    if (filtered) reasons.set(filtered, (reasons.get(filtered) ?? 0) + 1);
  const left = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  if (left === 0) return `${items.length} shown`;
  const causes = [...reasons]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([reason, count]) => `${reason.replace(/\.$/, "")} (${count})`);
  return `${left} of ${items.length} would be left out: ${causes.join(", ")}`;
}
