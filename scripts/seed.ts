import "./load-env";
import { resolve } from "node:path";
import { closeProcess, openProcess } from "@/jobs/process";
import { createAnonymousClient } from "@/lib/auth/supabase";
import * as datasets from "@/lib/contract/datasets";
import * as projects from "@/lib/contract/projects";
import { appUrl, env } from "@/lib/env";
import { messageOf } from "@/lib/errors";
import { crawlSample, describeOutcomes } from "./demo/crawl";
import { inProcess } from "./demo/in-process";
import { signInDemoPerson } from "./demo/login";
import { progressLine } from "./demo/progress-line";
import { type Rest, restClient } from "./demo/rest";

const PROJECT = "Demo";
const DATASETS: Readonly<Record<string, { keywords: readonly string[]; maxImages: number }>> = {
  Shapes: {
    keywords: ["red circle", "blue square", "green triangle", "yellow star"],
    maxImages: 60,
  },
  Landscapes: { keywords: ["sunset", "mountain", "forest", "sea"], maxImages: 60 },
  Pets: { keywords: ["cat", "dog"], maxImages: 40 },
};

process.env.LOG_LEVEL ||= "warn";
try {
  await openProcess({ works: true });
  await seed();
} catch (error) {
  console.error(`Nothing more was seeded. ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  await closeProcess();
}

/** Fills the configured database through its own API; what is there already stays as it is. */
async function seed(): Promise<void> {
  const { auth } = await createAnonymousClient();
  const { login, accessToken } = await signInDemoPerson(auth, resolve(env().DATA_DIR));
  const rest = restClient({
    baseUrl: appUrl(),
    credential: accessToken,
    signal: AbortSignal.timeout(30 * 60_000),
    fetch: inProcess,
  });
  const projectId = await demoProject(rest);
  const { items } = await rest.call(datasets.listDatasets, { projectId, limit: 200 });
  for (const [name, { keywords, maxImages }] of Object.entries(DATASETS)) {
    if (items.some((dataset) => dataset.name === name)) {
      console.log(`${name}: there already`);
      continue;
    }
    const { id: datasetId } = await rest.call(datasets.createDataset, { projectId, name });
    console.log(`${name}: ${keywords.join(", ")}`);
    const crawl = { name, keywords, maxImages, datasetId };
    const { progress } = await crawlSample(rest, crawl, progressLine(process.stdout));
    console.log(`${describeOutcomes(progress)}.`);
  }
  console.log(`\nSign in as ${login.email} with ${login.password}`);
}

async function demoProject(rest: Rest): Promise<string> {
  const { items } = await rest.call(projects.listProjects, { limit: 200 });
  const existing = items.find(({ name }) => name === PROJECT);
  return (existing ?? (await rest.call(projects.createProject, { name: PROJECT }))).id;
}
