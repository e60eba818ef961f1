"use client";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { ImagesIcon } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { request } from "@/components/api";
import { countOf } from "@/components/format";
import { Button } from "@/components/ui/button";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { previewSource } from "@/lib/contract/sources";
import type { SourceInfo } from "@/lib/domain/source";
import type { Draft } from "../draft";
import { ownLabelOf } from "../missing-fields";
import { SOURCES_KEY } from "../sources/use-sources";
import { type SampleRequest, sampleRequests } from "./sample-requests";
import { SampleRow } from "./sample-row";

const KEPT_MS = 1_800_000;
const keyOf = (request: SampleRequest): string => JSON.stringify(request);

/**
 * Answers "is this what I mean?" before a crawl starts. A sample costs the source's quota, so it is only asked for by a
 * click and then kept; what was asked before is shown at once.
 */
export function SampleStrip({ draft, sources }: { draft: Draft; sources: SourceInfo[] }) {
  const id = useId();
  const client = useQueryClient();
  const [named, setNamed] = useState<string | null>(null);
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const keywords = draft.keywords.map(({ keyword }) => keyword);
  const keyword =
    keywords.find((each) => each === named) ?? keywords[0] ?? ownLabelOf(draft) ?? null;
  const wanted = keyword ? sampleRequests(draft, keyword) : [];
  const shown = wanted.filter((each) => asked.has(keyOf(each)));
  const missing = wanted.length - shown.length;
  const results = useQueries({
    queries: shown.map((each) => ({
      queryKey: ["samples", each],
      queryFn: ({ signal }: { signal: AbortSignal }) => request(previewSource, each, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: KEPT_MS,
      retry: false,
    })),
  });
  const pending = results.filter(({ isPending }) => isPending).length;
  useEffect(() => {
    // What was asked has cost quota, and may have told something about the sources' health.
    if (asked.size > 0 && pending === 0)
      void client.invalidateQueries({ queryKey: SOURCES_KEY, refetchType: "active" });
  }, [client, asked, pending]);

  const ask = (requests: SampleRequest[]) =>
    setAsked((before) => new Set([...before, ...requests.map(keyOf)]));
  const choose = (next: string) => {
    if (!next) return;
    setNamed(next);
    // A click on a keyword is a wish to see it, once samples were wished for at all.
    if (shown.length > 0) ask(sampleRequests(draft, next));
  };
  const nameOf = (each: SampleRequest) =>
    sources.find(({ kind }) => kind === each.kind)?.name ?? each.kind;

  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 id={id} className="text-[13px] font-medium">
            Is this what you mean?
          </h2>
          <p className="text-xs text-muted-foreground" aria-live="polite">
            {hintOf(wanted.length, missing, pending)}
          </p>
        </div>
        {keywords.length > 1 && keyword && shown.length > 0 && (
          <ToggleGroup
            type="single"
            aria-label="Keyword to show samples of"
            value={keyword}
            onValueChange={choose}
            className="max-w-full overflow-x-auto"
          >
            {keywords.map((each) => (
              <ToggleGroupItem key={each} value={each} className="px-2">
                {each}
              </ToggleGroupItem>
            ))}
          </ToggleGroup>
        )}
        {(missing > 0 || shown.length === 0) && (
          <Button variant="outline" disabled={missing === 0} onClick={() => ask(wanted)}>
            <ImagesIcon />
            {shown.length > 0 ? `Show ${missing} more` : "Show samples"}
          </Button>
        )}
      </div>
      {shown.length > 0 && (
        <ul className="grid min-w-0 gap-3">
          {shown.map((each, index) => {
            const result = results[index];
            return result && <SampleRow key={each.kind} name={nameOf(each)} result={result} />;
          })}
        </ul>
      )}
    </section>
  );
}

function hintOf(wanted: number, missing: number, pending: number): string {
  if (wanted === 0) return "With a keyword and a source, you can look at samples before you start.";
  if (pending > 0) return `Asking ${countOf(pending, "source")}…`;
  if (missing === 0) return "Nothing was collected. A picture leads to its page.";
  return `Asks ${countOf(missing, "source")} once and collects nothing.`;
}
