"use client";
import { useSources } from "@/components/crawl/new/sources/use-sources";
import type { SourceInfo } from "@/lib/domain/source";
import { SourceKeyRow } from "./source-key-row";

/** Every source that takes a key: those that cannot be used without one first. */
export function SourceKeyList({ sources: initial }: { sources: SourceInfo[] }) {
  const keyed = useSources(initial).filter(({ key }) => key !== null);
  const groups = [
    ["Only with a key", keyed.filter(({ key }) => key?.isRequired)],
    ["Also without one", keyed.filter(({ key }) => !key?.isRequired)],
  ] as const;
  return (
    <div className="grid max-w-3xl gap-6">
      {groups.map(
        ([title, sources]) =>
          sources.length > 0 && (
            <section key={title} aria-label={title} className="grid gap-2">
              <h2 className="text-[13px] font-medium">{title}</h2>
              <ul className="divide-y rounded-lg border bg-card">
                {sources.map((source) => (
                  <SourceKeyRow key={source.kind} source={source} />
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  );
}
