import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { getJobReport as operation } from "@/lib/contract/jobs";
import { findCrawlJob } from "@/lib/db/crawl-jobs";
import { listCountedChunks } from "@/lib/db/job-chunks";
import { asPerson } from "@/lib/db/rls";
import { OUTCOME_LABELS, OUTCOMES } from "@/lib/domain/outcome";
import { funnelOf, topCauses, totalOutcomes } from "@/lib/domain/shortfall";
import { knownSources } from "./crawl-sources";
import { isShort, toCrawlJob, toProgress } from "./job-view";
import { orNotFound } from "./not-found";

/** Text from the web or a person inside a Markdown table cell. */
const cell = (text: string | number) =>
  String(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, "\\$&")
    .replace(/\s+/g, " ");
const table = (head: string[], body: (string | number)[][]) =>
  [head, head.map(() => "---"), ...body].map((row) => `| ${row.join(" | ")} |`);

/** Of a source that failed for many keywords, some reasons say enough. */
const MAX_ERRORS = 3;
const section = (title: string, sentences: readonly string[]) =>
  sentences.length > 0
    ? [`## ${title}`, "", ...sentences.map((sentence) => `- ${cell(sentence)}`), ""]
    : [];

/** The run as Markdown: what was asked, what came of it, and why the rest did not. */
export const getJobReport = async (
  ctx: Context,
  { jobId }: z.output<(typeof operation)["input"]>,
): Promise<Response> => {
  const ownerId = ownerOf(ctx);
  const { row, chunks } = await asPerson(ownerId, async (tx) => ({
    row: orNotFound(await findCrawlJob(tx, ownerId, jobId), "job"),
    chunks: await listCountedChunks(tx, jobId),
  }));
  const job = toCrawlJob(row);
  const known = isShort(row) ? await knownSources(ctx) : [];
  const { warnings, advice, labels } = toProgress(row, chunks, known);
  const bySource = [...Map.groupBy(chunks, ({ source }) => source)];
  const funnel = funnelOf(job.totalImages, job.downloadedImages, job.outcomes);
  const losses = OUTCOMES.filter((o) => o !== "accepted" && (job.outcomes[o] ?? 0) > 0);
  const lines = [
    `# ${cell(job.name)}`,
    "",
    `Dataset ${cell(job.datasetName)}. Status: ${job.status}. ${job.validImages} of ${job.maxImages} images.`,
    ...(job.shortfall ? ["", cell(job.shortfall)] : []),
    ...(job.error ? ["", `Error: ${cell(job.error)}`] : []),
    "",
    ...section("Warnings", warnings),
    ...section(
      "What would help",
      advice.map(({ text }) => text),
    ),
    "## Parameters",
    "",
    ...table(
      ["setting", "value"],
      [
        ["keywords", cell(job.keywords.map((k) => `${k.keyword} → ${k.label}`).join(", "))],
        ["sources", cell(job.sources.join(", "))],
        ["validation", job.validationLevel],
        ["filters", cell(JSON.stringify(job.filters))],
        ["started", job.startedAt ?? "–"],
        ["finished", job.finishedAt ?? "–"],
      ],
    ),
    "",
    "## Funnel",
    "",
    ...table(["step", "pictures"], Object.entries(funnel)),
    "",
    "## Why the others did not become images",
    "",
    ...table(
      ["outcome", "count"],
      losses.map((o) => [OUTCOME_LABELS[o], job.outcomes[o] ?? 0]),
    ),
    "",
    "## By source",
    "",
    ...table(
      ["source", "found", "accepted", "lost to", "could not go on"],
      bySource.map(([source, lanes]) => {
        const outcomes = totalOutcomes(lanes);
        const errors = new Set(lanes.flatMap(({ error }) => error ?? []));
        return [
          source,
          lanes.reduce((sum, { found }) => sum + found, 0),
          outcomes.accepted ?? 0,
          topCauses(outcomes) || "–",
          cell([...errors].slice(0, MAX_ERRORS).join(" ")) || "–",
        ];
      }),
    ),
    "",
    "## By label",
    "",
    ...table(
      ["label", "accepted", "goal"],
      labels.map(({ label, accepted, goal }) => [cell(label), accepted, goal]),
    ),
    "",
    "## By keyword and source",
    "",
    ...table(
      ["keyword", "label", "source", "status", "pages", "found", "accepted", "lost to"],
      chunks.map((c) => [
        cell(c.keyword),
        cell(c.label),
        c.source,
        c.error ? `${c.status}: ${cell(c.error)}` : c.status,
        c.pages,
        c.found,
        c.outcomes.accepted ?? 0,
        topCauses(c.outcomes) || "–",
      ]),
    ),
    "",
  ];
  return new Response(lines.join("\n"), {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": `inline; filename="crawl-${job.id}.md"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
};
