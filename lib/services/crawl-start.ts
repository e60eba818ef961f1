import { uuidv7 } from "uuidv7";
import { wakeIngest } from "@/jobs/ingest";
import { type Context, ownerOf } from "@/lib/auth/context";
import { insertJobLog } from "@/lib/db/activity";
import type { Tx } from "@/lib/db/client";
import { insertCrawlJob } from "@/lib/db/crawl-jobs";
import { insertChunks } from "@/lib/db/job-chunks";
import { elevated } from "@/lib/db/rls";
import type { CrawlFilters, LabelledKeyword } from "@/lib/domain/crawl-job";
import type { ValidationLevel } from "@/lib/domain/issue";
import type { SourceKind } from "@/lib/domain/source";
import { recordActivity } from "./activity";

interface NewCrawl {
  readonly name: string;
  readonly keywords: readonly (string | LabelledKeyword)[];
  readonly sources: readonly SourceKind[];
  readonly maxImages: number;
  readonly validationLevel?: ValidationLevel | undefined;
  readonly filters?: CrawlFilters | undefined;
  readonly listKey: string | null;
  readonly start: boolean;
}

/** A keyword is its own label unless it was given one; the same pair counts once. */
function labelled(keywords: NewCrawl["keywords"]): LabelledKeyword[] {
  const pairs = keywords.map((each) =>
    typeof each === "string" ? { keyword: each, label: each.slice(0, 100) } : each,
  );
  return [...new Map(pairs.map((pair) => [`${pair.label}\n${pair.keyword}`, pair])).values()];
}

/** Writes a crawl job with its chunks (keyword × source) and, unless told otherwise, sets it going. Answers its id. */
export async function addCrawl(
  tx: Tx,
  ctx: Context,
  dataset: { id: string; validationLevel: ValidationLevel },
  input: NewCrawl,
): Promise<string> {
  const ownerId = ownerOf(ctx);
  const id = uuidv7();
  const keywords = labelled(input.keywords);
  const sources = [...new Set(input.sources)];
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
      listKey: input.listKey,
      ...(input.start && { status: "running", startedAt: new Date() }),
    });
    const chunk = { ownerId, crawlJobId: id };
    await insertChunks(
      tx,
      keywords.flatMap((pair) => sources.map((source) => ({ ...chunk, source, ...pair }))),
    );
    const message = input.start ? "Created and started." : "Created.";
    await insertJobLog(tx, { ownerId, crawlJobId: id, level: "info", message });
    if (input.start) await wakeIngest(tx, id, 1);
  });
  await recordActivity(tx, ctx, "job.created", { type: "job", id }, { name: input.name });
  return id;
}
