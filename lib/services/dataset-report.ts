import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { getDatasetReport as operation } from "@/lib/contract/datasets";
import { readStandards } from "@/lib/db/datasets";
import { countFetched, countKeeperReasons, listSearches } from "@/lib/db/report-counts";
import { asPerson } from "@/lib/db/rls";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import type { Dataset, DatasetHealth, DatasetStats } from "@/lib/domain/dataset";
import { KEEPER_REASON_LABELS, KeeperReason, Resolution } from "@/lib/domain/duplicate";
import { ExpansionStrategy, STRATEGY_TEXTS } from "@/lib/domain/expansion";
import { CHECKED_ISSUES, DEFAULT_RULES, ISSUE_LABELS, type Rules } from "@/lib/domain/issue";
import { formatBytes } from "@/lib/domain/quantity";
import { type Report, section, table } from "@/lib/domain/report";
import { judgeHealth } from "./dataset-health";
import { getDataset, getDatasetStats } from "./datasets";
import { listJobs } from "./jobs";
import { orNotFound } from "./not-found";
import { markdownResponse } from "./report-response";
import {
  causes,
  countsTable,
  durationText,
  funnelSection,
  issuesTable,
  lossesSection,
  orNothing,
  paceText,
  timeText,
  tookMs,
} from "./report-sections";

type Input = z.output<(typeof operation)["input"]>;

const MOST_CRAWLS = 100;
const MOST_SEARCHES = 500;

const rulesTable = (rules: Rules) => {
  const usual = DEFAULT_RULES;
  const changed = CHECKED_ISSUES.filter(
    (issue) =>
      rules[issue].threshold !== usual[issue].threshold ||
      rules[issue].hides !== usual[issue].hides,
  );
  return table(
    ["check", "below", "usually", "what it does"],
    changed.map((issue) => [
      ISSUE_LABELS[issue],
      rules[issue].threshold.toFixed(2),
      usual[issue].threshold.toFixed(2),
      rules[issue].hides ? "hides" : "marks",
    ]),
    { title: "Rules set otherwise than usual" },
  );
};

const health = ({ summary, facts, next }: DatasetHealth) =>
  section("Health", {
    points: [summary, ...next.map(({ text }) => `Next: ${text}`)],
    facts: facts.map(({ name, value }) => ({ name, value })),
  });

const crawls = (jobs: readonly CrawlJob[], hasMore: boolean, nowMs: number) =>
  section("Crawls", {
    tables: [
      table(
        ["crawl", "status", "started", "took", "pace", "target", "found", "accepted"],
        jobs.map((job) => {
          const ms = tookMs(job, nowMs);
          return [
            job.name,
            job.status,
            timeText(job.startedAt),
            durationText(ms),
            paceText(job.validImages, ms),
            job.maxImages,
            job.totalImages,
            job.validImages,
          ];
        }),
        { note: hasMore ? `The newest ${MOST_CRAWLS}.` : null },
      ),
    ],
  });

const bySource = ({ losses, sources }: DatasetStats) => {
  const lost = Map.groupBy(losses, ({ source }) => source);
  const kept = new Map(sources.map(({ value, count }) => [value, count]));
  const names = [...new Set([...kept.keys(), ...lost.keys()])];
  return section("By source", {
    tables: [
      table(
        ["source", "kept", "lost to"],
        names.map((name) => {
          const outcomes = (lost.get(name) ?? []).map(({ outcome, count }) => [outcome, count]);
          return [name, kept.get(name) ?? 0, causes(Object.fromEntries(outcomes))];
        }),
        { chart: "kept" },
      ),
    ],
  });
};

const bySearch = (searches: Awaited<ReturnType<typeof listSearches>>) => {
  const madeOf = (strategy: string | null, of: string | null) => {
    if (of === null) return "–";
    const known = ExpansionStrategy.safeParse(strategy).data;
    return `${of} (${known ? STRATEGY_TEXTS[known].name : "Expansion"})`;
  };
  return section("By keyword and source", {
    tables: [
      table(
        ["keyword", "label", "source", "made of", "found", "accepted", "lost to"],
        searches.map((s) => [
          s.keyword,
          s.label,
          s.source,
          madeOf(s.strategy, s.expansionOf),
          s.found,
          s.outcomes.accepted ?? 0,
          causes(s.outcomes),
        ]),
        {
          note:
            searches.length === MOST_SEARCHES
              ? `The ${MOST_SEARCHES} searches that found most.`
              : null,
        },
      ),
    ],
  });
};

const RESOLUTION_WORDS: Record<Resolution, string> = {
  accepted: "suggestion accepted",
  chosen: "another chosen",
  "kept-all": "all kept",
};
const duplicates = (
  { duplicates: { groups, open, images } }: DatasetStats,
  reasons: Awaited<ReturnType<typeof countKeeperReasons>>,
) =>
  section("Duplicates", {
    facts: [
      { name: "groups", value: groups },
      { name: "waiting for a decision", value: open },
      { name: "copies in them", value: images },
    ],
    tables: [
      table(
        ["kept for", "decision", "groups", "copies"],
        reasons.map(({ keeperReason, resolution, groups: count, copies }) => {
          const reason = KeeperReason.safeParse(keeperReason).data;
          const decided = Resolution.safeParse(resolution).data;
          return [
            reason ? KEEPER_REASON_LABELS[reason] : "–",
            decided ? RESOLUTION_WORDS[decided] : "none yet",
            count,
            copies,
          ];
        }),
        { title: "By what is kept of them" },
      ),
    ],
  });

const contents = (dataset: Dataset, stats: DatasetStats) => {
  const { medianWidth, medianHeight } = stats.sizes;
  return section("What it holds", {
    facts: [
      { name: "pictures", value: dataset.imageCount },
      { name: "size", value: formatBytes(dataset.sizeBytes) },
      {
        name: "usual width × height",
        value: medianWidth && medianHeight ? `${medianWidth} × ${medianHeight}` : orNothing(""),
      },
      { name: "hidden by checks", value: stats.hidden },
    ],
    tables: [
      countsTable("Labels", "label", stats.labels, 200),
      countsTable("Licences", "licence", stats.licences),
      countsTable("Widths", "pixels", stats.sizes.buckets),
      countsTable("Aspects", "aspect", stats.aspects),
      countsTable("Formats", "format", stats.formats),
      countsTable("Hosts", "host", stats.hosts, 20),
      countsTable("Decisions", "decision", stats.decisions),
      countsTable("Splits", "split", stats.splits),
    ],
  });
};

/** What a dataset holds, where it comes from, what was found wrong with it and what to do next. */
export async function readDatasetReport(ctx: Context, { datasetId }: Input): Promise<Report> {
  const ownerId = ownerOf(ctx);
  const stats = await getDatasetStats(ctx, { datasetId });
  const [dataset, itsHealth, jobs, counts] = await Promise.all([
    getDataset(ctx, { datasetId }),
    judgeHealth(ctx, datasetId, stats),
    listJobs(ctx, { datasetId, limit: MOST_CRAWLS }),
    asPerson(ownerId, async (tx) => ({
      standards: orNotFound(await readStandards(tx, datasetId), "dataset"),
      fetched: await countFetched(tx, datasetId),
      searches: await listSearches(tx, datasetId, MOST_SEARCHES),
      reasons: await countKeeperReasons(tx, datasetId),
    })),
  ]);
  const { level, rules } = counts.standards;
  const { found, fetched } = counts.fetched;
  const sections = [
    health(itsHealth),
    section("Parameters", {
      facts: [
        { name: "project", value: dataset.projectName },
        { name: "validation", value: level },
        { name: "made", value: timeText(dataset.createdAt) },
        { name: "labels", value: orNothing(dataset.labels.join(", ")) },
      ],
      tables: [rulesTable(rules)],
    }),
    contents(dataset, stats),
    section("Issues", { tables: [issuesTable(stats.issues, level, rules)] }),
    duplicates(stats, counts.reasons),
    crawls(jobs.items, jobs.nextCursor !== null, Date.now()),
    jobs.items.length > 0 ? funnelSection(found, fetched, stats.funnel.outcomes) : null,
    lossesSection(stats.funnel.outcomes),
    bySource(stats),
    bySearch(counts.searches),
  ];
  return {
    title: dataset.name,
    paragraphs: dataset.description ? [dataset.description] : [],
    sections: sections.filter((each) => each !== null),
  };
}

/** The same as Markdown. */
export const getDatasetReport = async (ctx: Context, input: Input): Promise<Response> =>
  markdownResponse(await readDatasetReport(ctx, input), `dataset-${input.datasetId}.md`);
