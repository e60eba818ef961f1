import { uuidv7 } from "uuidv7";
import { wakeIngest } from "@/jobs/ingest";
import { type Context, ownerOf } from "@/lib/auth/context";
import { insertJobLog } from "@/lib/db/activity";
import type { Tx } from "@/lib/db/client";
import { findOptOutReason, insertCrawlJob } from "@/lib/db/crawl-jobs";
import { insertChunks } from "@/lib/db/job-chunks";
import { elevated } from "@/lib/db/rls";
import { type CrawlFilters, type LabelledKeyword, MAX_CHUNKS } from "@/lib/domain/crawl-job";
import { Label } from "@/lib/domain/image";
import type { ValidationLevel } from "@/lib/domain/issue";
import type { SourceKind } from "@/lib/domain/source";
import type { SourceOptions } from "@/lib/domain/source-options";
import { AppError } from "@/lib/errors";
import { recordActivity } from "./activity";

interface NewCrawl {
  readonly name: string;
  readonly keywords: readonly (string | LabelledKeyword)[];
  readonly sources: readonly SourceKind[];
  readonly maxImages: number;
  readonly validationLevel?: ValidationLevel | undefined;
  readonly filters?: CrawlFilters | undefined;
  readonly sourceOptions?: SourceOptions | undefined;
  /** Made without being asked for one by one: searched only where the keywords run dry. */
  readonly expansions?: readonly LabelledKeyword[] | undefined;
  readonly listKey: string | null;
  readonly start: boolean;
}

/** A long keyword cut to a label; a character that is cut in two goes. */
function labelOf(keyword: string): string {
  const cut = keyword.slice(0, 100);
  return Label.parse(cut.isWellFormed() ? cut : cut.slice(0, -1));
}

/** A keyword is its own label unless it was given one; the same pair counts once. */
export function labelled(keywords: NewCrawl["keywords"]): LabelledKeyword[] {
  const pairs = keywords.map((each) =>
    typeof each === "string" ? { keyword: each, label: labelOf(each) } : each,
  );
  return [...new Map(pairs.map((pair) => [`${pair.label}\n${pair.keyword}`, pair])).values()];
}

/** The chunks of a crawl: every keyword on every source, expansions in a tier of their own. */
function chunksOf(keywords: readonly LabelledKeyword[], input: NewCrawl) {
  const sources = [...new Set(input.sources)];
  const given = new Set(keywords.map(({ keyword, label }) => `${label}\n${keyword}`));
  const further = labelled(input.expansions ?? []).filter(
    ({ keyword, label }) => !given.has(`${label}\n${keyword}`),
  );
  const tiers = [keywords, further];
  const chunks = tiers.flatMap((pairs, tier) =>
    pairs.flatMap((pair) => sources.map((source) => ({ ...pair, source, tier }))),
  );
  if (chunks.length > MAX_CHUNKS)
    throw new AppError("validation-failed", "These are too many searches for one crawl.", {
      details: {
        errors: [
          {
            pointer: "#/keywords",
            detail: `Keywords with their expansions times sources are ${chunks.length}; at most ${MAX_CHUNKS} are possible.`,
          },
        ],
      },
    });
  return { chunks, sources, keywords: [...keywords, ...further] };
}

/**
 * Writes a crawl job with its chunks (keyword × source) and, unless told otherwise, sets it going. Answers its id.
 * Throws validation-failed for more than MAX_CHUNKS of them.
 */
export async function addCrawl(
  tx: Tx,
  ctx: Context,
  dataset: { id: string; validationLevel: ValidationLevel },
  input: NewCrawl,
): Promise<string> {
  const ownerId = ownerOf(ctx);
  const id = uuidv7();
  const { chunks, sources, keywords } = chunksOf(labelled(input.keywords), input);
  await elevated(tx, ownerId, async () => {
    await insertCrawlJob(tx, {
      id,
      ownerId,
      datasetId: dataset.id,
      name: input.name,
      keywords,
      sources,
      maxImages: input.maxImages,
      validationLevel: input.validationLevel ?? dataset.validationLevel,
      filters: input.filters ?? {},
      sourceOptions: input.sourceOptions ?? {},
      optOutOverride: await findOptOutReason(tx, dataset.id),
      listKey: input.listKey,
      ...(input.start && { status: "running", startedAt: new Date() }),
    });
    await insertChunks(
      tx,
      chunks.map((chunk) => ({ ...chunk, ownerId, crawlJobId: id })),
    );
    const message = input.start ? "Created and started." : "Created.";
    await insertJobLog(tx, { ownerId, crawlJobId: id, level: "info", message });
    if (input.start) await wakeIngest(tx, id, 1);
  });
  await recordActivity(
    tx,
    ctx,
    "job.created",
    { type: "job", id },
    {
      name: input.name,
      datasetId: dataset.id,
    },
  );
  return id;
}
