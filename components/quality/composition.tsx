"use client";
import { Bars } from "@/components/charts/bars";
import type { BarEntry } from "@/components/charts/entries";
import { useSourceName } from "@/components/crawl/source-names";
import type { FilterChange } from "@/components/gallery/filters";
import { OUTCOME_STYLES } from "@/components/outcome";
import { type DatasetStats, WIDTH_BUCKETS } from "@/lib/domain/dataset";
import { Aspect, Decision, ImageFormat } from "@/lib/domain/image";
import { Split } from "@/lib/domain/split";
import { galleryPath } from "./gallery-path";

type Counts = DatasetStats["labels"];

/** The widths of a bucket as a filter. */
function widthsOf(name: string): FilterChange {
  const at = WIDTH_BUCKETS.findIndex(({ value }) => value === name);
  const next = WIDTH_BUCKETS[at + 1];
  return {
    minWidth: WIDTH_BUCKETS[at]?.minWidth ?? null,
    maxWidth: next ? next.minWidth - 1 : null,
  };
}

const DECISION_COLOURS: Record<Decision, string> = {
  accepted: OUTCOME_STYLES.accepted.colour,
  rejected: OUTCOME_STYLES.rejected.colour,
  undecided: OUTCOME_STYLES.waiting.colour,
};

/** What a dataset is made of: a chart for each way to divide it, and each bar a filter of the gallery. */
export function Composition({ datasetId, stats }: { datasetId: string; stats: DatasetStats }) {
  const nameOf = useSourceName();
  // The gallery shows rejected pictures too, which are counted by their decision only.
  const entries = (counts: Counts, filterOf: (value: string) => FilterChange): BarEntry[] =>
    counts.map(({ value, count }) => ({
      name: value,
      value: count,
      href: galleryPath(datasetId, { hidden: "kept", ...filterOf(value) }),
    }));
  return (
    <section aria-labelledby="composition" className="grid gap-3">
      <h2 id="composition" className="text-sm font-semibold">
        What it is made of
      </h2>
      <div className="grid gap-3 md:grid-cols-2 lg:grid-cols-3">
        <Bars
          title="Class balance"
          text="Pictures that carry a label"
          column="Label"
          entries={entries(stats.labels, (label) => ({ label }))}
        />
        <Bars title="Width" text="In pixels" entries={entries(stats.sizes.buckets, widthsOf)} />
        <Bars
          title="Aspect"
          entries={entries(stats.aspects, (value) => ({ aspect: Aspect.parse(value) }))}
        />
        <Bars title="Licence" entries={entries(stats.licences, (licence) => ({ licence }))} />
        <Bars
          title="Source"
          entries={stats.sources.map(({ value, count }) => ({
            name: nameOf(value),
            value: count,
            href: galleryPath(datasetId, { hidden: "kept", source: value }),
          }))}
        />
        <Bars title="Host" entries={entries(stats.hosts, (host) => ({ host }))} />
        <Bars
          title="Format"
          entries={entries(stats.formats, (value) => ({ format: ImageFormat.parse(value) }))}
        />
        <Bars
          title="Decision"
          entries={entries(stats.decisions, (value) => ({
            decision: Decision.parse(value),
            hidden: null,
          })).map((entry) => ({ ...entry, colour: DECISION_COLOURS[Decision.parse(entry.name)] }))}
        />
        <Bars
          title="Split"
          entries={entries(stats.splits, (value) => ({
            split: value === "none" ? value : Split.parse(value),
          }))}
        />
      </div>
    </section>
  );
}
