import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { asc, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { vi } from "vitest";
import { sweepOrphans } from "@/jobs/maintenance/sweep-orphans";
import { closeProcess, openProcess } from "@/jobs/process";
import type { Context } from "@/lib/auth/context";
import { createJob as operation } from "@/lib/contract/jobs";
import { insertAuthUser } from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { insertDataset } from "@/lib/db/datasets";
import { insertProject } from "@/lib/db/projects";
import { candidates } from "@/lib/db/schema/crawl";
import { images } from "@/lib/db/schema/images";
import { type CrawlJob, isFinished } from "@/lib/domain/crawl-job";
import { SCOPES } from "@/lib/domain/scope";
import { forgetProcessGlobal } from "@/lib/process-global";
import { createJob, getJob } from "@/lib/services/jobs";
import { storage } from "@/lib/storage";
import { datasetPrefix } from "@/lib/storage/keys";
import { eventually, type Patience } from "@/tests/helpers/eventually";
import type { Site } from "@/tests/helpers/site";

/** A test of several crawls, each of which waits for processes that start and for hosts that ask for patience. */
vi.setConfig({ testTimeout: 150_000, hookTimeout: 120_000 });

/** Makes the site the world of this process, and of those that it starts. Call before anything is opened. */
export function pointAt({ apiUrl, hosts }: Pick<Site, "apiUrl" | "hosts">): void {
  Object.assign(process.env, {
    SOURCE_BASE_URLS: JSON.stringify({ openverse: apiUrl }),
    CRAWL_ALLOWED_PRIVATE_HOSTS: hosts.join(","),
    CRAWL_DECODERS: "1",
  });
  forgetProcessGlobal("env");
}

/** Database and queues for this process, with or without workers of its own. */
export const open = (works = true) => openProcess({ works });
export const close = () => closeProcess();

export type Person = Context & { readonly userId: string };

/** Somebody new, as the services see them. */
export async function newPerson(): Promise<Person> {
  const email = `person-${crypto.randomUUID()}@example.com`;
  const user = await insertAuthUser(db(), { email, rawAppMetaData: {}, rawUserMetaData: {} });
  if (!user) throw new Error("The address is taken.");
  const person = { userId: user.id, role: "user", expiresAt: null } as const;
  return {
    userId: user.id,
    actor: { ...person, kind: "user", via: "bearer", email, scopes: new Set(SCOPES) },
    requestId: crypto.randomUUID(),
    signal: new AbortController().signal,
  };
}

type Input = Partial<(typeof operation)["input"]["_zod"]["input"]>;

/** A dataset of one's own in a project of its own; answers its id. */
export async function newDataset({ userId: ownerId }: Person): Promise<string> {
  const [projectId, id] = [uuidv7(), uuidv7()];
  await insertProject(db(), { id: projectId, ownerId, name: projectId, description: null });
  await insertDataset(db(), { id, ownerId, projectId, name: "Pictures", description: null });
  return id;
}

/** Creates a crawl as the API would: in a new dataset and on Openverse unless told. */
export async function startCrawl(person: Person, input: Input = {}): Promise<CrawlJob> {
  const datasetId = input.datasetId ?? (await newDataset(person));
  const crawl = { name: "Crawl", keywords: ["cat"], sources: ["openverse"] };
  return createJob(person, operation.input.parse({ ...crawl, ...input, datasetId }));
}

/** A crawl over these addresses. */
export const startList = (person: Person, urls: readonly string[], input: Input = {}) =>
  startCrawl(person, { sources: ["url-list"], urls: [...urls], ...input });

/** What became of a crawl's candidates, and the images that they became. */
export const candidatesOf = (jobId: string) =>
  db()
    .select({
      url: candidates.url,
      outcome: candidates.outcome,
      detail: candidates.detail,
      attempts: candidates.attempts,
      leaseUntil: candidates.leaseUntil,
      imageId: candidates.imageId,
      chunkId: candidates.chunkId,
      imageSha256: images.sha256,
      isDuplicate: images.isDuplicate,
    })
    .from(candidates)
    .leftJoin(images, eq(images.id, candidates.imageId))
    .where(eq(candidates.crawlJobId, jobId))
    .orderBy(asc(candidates.id));

export const imagesOf = (datasetId: string) =>
  db().select().from(images).where(eq(images.datasetId, datasetId)).orderBy(asc(images.seq));

export const sha256Of = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** How many jobs of a queue are being worked on, by any process. */
export async function countActive(queue: string): Promise<number> {
  const [row] = await db().execute<{ count: number }>(
    sql`select count(*)::int as count from pgboss.job where name = ${queue} and state = 'active'`,
  );
  return row?.count ?? 0;
}

/** Waits until a crawl is over and nobody works on it any more. */
export const finished = (ctx: Context, jobId: string, patience?: Patience): Promise<CrawlJob> =>
  eventually(
    "the crawl ends",
    async () => {
      const job = await getJob(ctx, { jobId });
      return isFinished(job.status) && (await countActive("ingest")) === 0 ? job : null;
    },
    { timeoutMs: 100_000, ...patience },
  );

/** Waits until so many candidates of a crawl are decided. */
export const decided = (jobId: string, count: number, patience?: Patience) =>
  eventually(
    `${count} candidates are decided`,
    async () => (await candidatesOf(jobId)).filter(({ outcome }) => outcome).length >= count,
    { timeoutMs: 60_000, ...patience },
  );

/** The sweep that follows a crawl a minute later, now. */
export const sweep = (datasetId: string) =>
  sweepOrphans(
    { datasetId },
    { jobId: "sweep", signal: new AbortController().signal, isLastAttempt: true },
  );

/** Keys of a dataset's pictures as they lie in the storage, and as rows name them; both sorted. */
export async function filesAndRows(datasetId: string) {
  const files: string[] = [];
  for (const folder of ["images", "thumbnails"])
    for await (const { key } of storage().list(`${datasetPrefix(datasetId)}${folder}/`))
      files.push(key);
  const rows = (await imagesOf(datasetId)).flatMap((row) => [row.storageKey, row.thumbnailKey]);
  return { files: files.sort(), rows: [...new Set(rows)].sort() };
}

/** Images whose stored bytes are not the ones that their rows tell of. */
export async function damagedImages(datasetId: string): Promise<string[]> {
  const damaged: string[] = [];
  for (const { id, storageKey, sha256, sizeBytes } of await imagesOf(datasetId)) {
    const bytes = await buffer(await storage().get(storageKey));
    if (sha256Of(bytes) !== sha256 || bytes.length !== sizeBytes) damaged.push(id);
  }
  return damaged;
}
