import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { getJobReport as operation } from "@/lib/contract/jobs";
import { findCrawlJob } from "@/lib/db/crawl-jobs";
import { readImageCounts } from "@/lib/db/dataset-stats";
import { readStandards } from "@/lib/db/datasets";
import { type CountedChunkRow, listCountedChunks } from "@/lib/db/job-chunks";
import { listSlowestHosts } from "@/lib/db/report-counts";
import { asPerson } from "@/lib/db/rls";
import { type CrawlJob, isFinished, type JobProgress } from "@/lib/domain/crawl-job";
import { STRATEGY_TEXTS } from "@/lib/domain/expansion";
import { DEFAULT_RULES } from "@/lib/domain/issue";
import { type Report, section, table } from "@/lib/domain/report";
import { totalOutcomes } from "@/lib/domain/shortfall";
import { knownSources } from "./crawl-sources";
import { isShort, toCrawlJob, toProgress } from "./job-view";
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

/** Of a source that failed for many keywords, some reasons say enough. */
const MAX_ERRORS = 3;
const MOST_HOSTS = 10;

/** "minWidth: 640, formats: jpeg, png" */
const optionsText = (options: object): string =>
  orNothing(
    Object.entries(options)
      .filter(([, value]) => value !== undefined)
      .map(
        ([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`,
      )
      .join("; "),
  );

const parameters = (job: CrawlJob) =>
  section("Parameters", {
    facts: [
      {
        name: "keywords",
        value: job.keywords
          .filter(({ expansionOf }) => !expansionOf)
          .map(({ keyword, label }) => `${keyword} → ${label}`)
          .join(", "),
      },
      { name: "sources", value: job.sources.join(", ") },
      { name: "target", value: job.maxImages },
      { name: "validation", value: job.validationLevel },
      { name: "filters", value: optionsText(job.filters) },
      { name: "options of sources", value: optionsText(job.sourceOptions) },
      ...(job.optOutOverride
        ? [{ name: "opt-outs not respected because", value: job.optOutOverride }]
        : []),
    ],
  });

/** The keywords that were made of others, and what they brought. */
function expansions(chunks: readonly CountedChunkRow[]) {
  const made = Map.groupBy(
    chunks.filter(({ expansionOf }) => expansionOf !== null),
    ({ keyword, label }) => JSON.stringify([keyword, label]),
  );
  const rows = [...made.values()].flatMap((lanes) => {
    const [first] = lanes;
    if (!first) return [];
    const { keyword, label, expansionOf, strategy } = first;
    const found = lanes.reduce((sum, lane) => sum + lane.found, 0);
    const accepted = totalOutcomes(lanes).accepted ?? 0;
    const how = strategy ? STRATEGY_TEXTS[strategy].name : "Expansion";
    return [[keyword, expansionOf ?? "", label, how, found, accepted]];
  });
  return section("Expansions", {
    tables: [table(["keyword", "made of", "label", "how", "found", "accepted"], rows)],
  });
}

const timing = (
  job: CrawlJob,
  hosts: Awaited<ReturnType<typeof listSlowestHosts>>,
  nowMs: number,
) => {
  const ms = tookMs(job, nowMs);
  return section("Timing", {
    facts: [
      { name: "created", value: timeText(job.createdAt) },
      { name: "started", value: timeText(job.startedAt) },
      { name: "finished", value: timeText(job.finishedAt) },
      { name: "took", value: durationText(ms) },
      { name: "pace", value: paceText(job.validImages, ms) },
    ],
    tables: [
      table(
        ["host", "found", "accepted", "attempts", "took"],
        hosts.map((h) => [h.host, h.found, h.accepted, h.attempts, durationText(h.tookMs)]),
        {
          title: "Slowest hosts",
          note: "From the first of a host's pictures that was found to the last that was done with.",
        },
      ),
    ],
  });
};

const bySource = (chunks: readonly CountedChunkRow[]) =>
  section("By source", {
    tables: [
      table(
        ["source", "found", "accepted", "lost to", "could not go on"],
        [...Map.groupBy(chunks, ({ source }) => source)].map(([source, lanes]) => {
          const outcomes = totalOutcomes(lanes);
          const errors = new Set(lanes.flatMap(({ error }) => error ?? []));
          return [
            source,
            lanes.reduce((sum, { found }) => sum + found, 0),
            outcomes.accepted ?? 0,
            causes(outcomes),
            orNothing([...errors].slice(0, MAX_ERRORS).join(" ")),
          ];
        }),
        { chart: "accepted" },
      ),
    ],
  });

const byLabel = ({ labels }: Pick<JobProgress, "labels">) =>
  section("By label", {
    tables: [
      table(
        ["label", "accepted", "goal"],
        labels.map(({ label, accepted, goal }) => [label, accepted, goal]),
        { chart: "accepted" },
      ),
    ],
  });

/** What waited or was at work when the crawl ended was not needed, or not reached, any more. */
const searchText = ({ status, error }: CountedChunkRow, job: CrawlJob): string => {
  if (error) return `${status}: ${error}`;
  const isOpen = status === "active" || status === "pending";
  return isOpen && isFinished(job.status) ? "not searched further" : status;
};

const bySearch = (job: CrawlJob, chunks: readonly CountedChunkRow[]) =>
  section("By keyword and source", {
    tables: [
      table(
        ["keyword", "label", "source", "status", "pages", "found", "accepted", "lost to"],
        chunks.map((c) => [
          c.keyword,
          c.label,
          c.source,
          searchText(c, job),
          c.pages,
          c.found,
          c.outcomes.accepted ?? 0,
          causes(c.outcomes),
        ]),
      ),
    ],
  });

/** What a crawl was asked for, what came of it, and why the rest did not. */
export const readJobReport = async (ctx: Context, { jobId }: Input): Promise<Report> => {
  const ownerId = ownerOf(ctx);
  const { row, chunks, images, hosts, standards } = await asPerson(ownerId, async (tx) => {
    const found = orNotFound(await findCrawlJob(tx, ownerId, jobId), "job");
    return {
      row: found,
      chunks: await listCountedChunks(tx, jobId),
      images: await readImageCounts(tx, { datasetId: found.datasetId, crawlJobId: jobId }),
      hosts: await listSlowestHosts(tx, jobId, MOST_HOSTS),
      standards: await readStandards(tx, found.datasetId),
    };
  });
  const job = toCrawlJob(row);
  const progress = toProgress(row, chunks, isShort(row) ? await knownSources(ctx) : []);
  const { level, rules } = standards ?? { level: job.validationLevel, rules: DEFAULT_RULES };
  const sections = [
    section("Warnings", { points: progress.warnings }),
    section("What would help", { points: progress.advice.map(({ text }) => text) }),
    parameters(job),
    expansions(chunks),
    timing(job, hosts, Date.now()),
    funnelSection(job.totalImages, job.downloadedImages, job.outcomes),
    lossesSection(job.outcomes),
    bySource(chunks),
    byLabel(progress),
    section("Issues", { tables: [issuesTable(images.issues, level, rules)] }),
    section("What it kept", {
      tables: [
        countsTable("Licences", "licence", images.licences),
        countsTable("Widths", "pixels", images.buckets),
        countsTable("Formats", "format", images.formats),
        countsTable("Hosts", "host", images.hosts, MOST_HOSTS),
        countsTable("Decisions", "decision", images.decisions),
      ],
    }),
    bySearch(job, chunks),
  ];
  return {
    title: job.name,
    paragraphs: [
      `Dataset ${job.datasetName}. Status: ${job.status}. ${job.validImages} of ${job.maxImages} images.`,
      ...(job.shortfall ? [job.shortfall] : []),
      ...(job.error ? [`Error: ${job.error}`] : []),
    ],
    sections: sections.filter((each) => each !== null),
  };
};

/** The same as Markdown. */
export const getJobReport = async (ctx: Context, input: Input): Promise<Response> =>
  markdownResponse(await readJobReport(ctx, input), `crawl-${input.jobId}.md`);
