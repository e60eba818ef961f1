import "./load-env";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createClient } from "@supabase/supabase-js";
import * as apiKeys from "@/lib/contract/api-keys";
import * as auth from "@/lib/contract/auth";
import * as datasets from "@/lib/contract/datasets";
import { env } from "@/lib/env";
import { messageOf } from "@/lib/errors";
import { crawlSample, describeOutcomes } from "./demo/crawl";
import { downloadExport } from "./demo/export";
import { type Login, loginFile, saveLogin, signInDemoPerson } from "./demo/login";
import { bar, progressLine } from "./demo/progress-line";
import { RestError, restClient } from "./demo/rest";
import { buildIfStale, launchApp } from "./launch-app";

const KEYWORDS = ["red circle", "sunset", "mountain", "zebra stripes", "sailing boat"];
const MAX_IMAGES = 75;
/** Whatever else is configured, the demo keeps to itself: embedded Postgres, embedded sign-in, own queues. */
const EMBEDDED = {
  DATABASE_URL: "",
  SUPABASE_URL: "",
  SUPABASE_ANON_KEY: "",
  SUPABASE_SERVICE_ROLE_KEY: "",
  RUN_QUEUES: "in-process",
  SOURCE_BASE_URLS: "",
  LOG_LEVEL: "warn",
};

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => interrupted.abort(new Error(signal)));

try {
  await run();
} catch (error) {
  if (!interrupted.signal.aborted) console.error(`\nThe demo failed. ${messageOf(error)}`);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
}

async function run(): Promise<void> {
  const { PORT, DATA_DIR } = env();
  const dataDir = resolve(DATA_DIR);
  buildIfStale();
  const app = await launchApp({ port: PORT, env: { ...EMBEDDED, DATA_DIR: dataDir } });
  const stop = () => void app.stop();
  interrupted.signal.addEventListener("abort", stop);
  if (interrupted.signal.aborted) stop();
  try {
    await showProduct(app.url, dataDir);
    if (values.once) return;
    console.log(`\nPixCrawler stays open on ${app.url} until you press Ctrl-C.`);
    await app.ended;
    if (!interrupted.signal.aborted) throw new Error("The app ended by itself.");
  } finally {
    await app.stop();
  }
}

/** From nothing to a ZIP, with the same requests that anybody's script would send. */
async function showProduct(url: string, dataDir: string): Promise<void> {
  const { login, apiKey } = await openAccount(url, dataDir);
  console.log(`\nPixCrawler is open on ${url}`);
  console.log(`  e-mail    ${login.email}\n  password  ${login.password}`);
  console.log(`  (kept, with an API key, in ${loginFile(dataDir)})`);

  const rest = restClient({ baseUrl: url, credential: apiKey, signal: interrupted.signal });
  console.log(`\nLooking for ${KEYWORDS.join(", ")} …`);
  const line = progressLine(process.stdout);
  const startedAt = new Date().toISOString().slice(0, 19).replace("T", " ");
  const crawl = { name: `Demo of ${startedAt}`, keywords: KEYWORDS, maxImages: MAX_IMAGES };
  const { job, progress } = await crawlSample(rest, crawl, line);
  console.log(`${describeOutcomes(progress)}.`);
  if (progress.shortfall) console.log(progress.shortfall);

  const path = join(dataDir, "demo", `demo-${startedAt.replaceAll(/\D/g, "")}.zip`);
  const { datasetId } = job;
  const built = await downloadExport(rest, { datasetId, path }, progressLine(process.stdout));
  const { labels } = await rest.call(datasets.getDatasetStats, { datasetId });
  const most = Math.max(...labels.map(({ count }) => count));
  console.log("\nClass balance");
  for (const { value, count } of labels)
    console.log(`  ${value.padEnd(16)} ${String(count).padStart(4)}  ${bar(count / most)}`);
  const megabytes = ((built.sizeBytes ?? 0) / 1e6).toFixed(1);
  console.log(`\n${built.imageCount} images, ${megabytes} MB: ${path}`);
  console.log(`The dataset: ${url}/datasets/${datasetId}`);
}

/** Signs the demo person in, and makes the API key that the rest goes by where the kept one no longer works. */
async function openAccount(
  url: string,
  dataDir: string,
): Promise<{ login: Login; apiKey: string }> {
  // The embedded sign-in service asks for no key of its own; the client library does.
  const supabase = createClient(`${url}/supabase`, "embedded", {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { login, accessToken } = await signInDemoPerson(supabase.auth, dataDir);
  const connection = { baseUrl: url, signal: interrupted.signal };
  if (login.apiKey) {
    const works = await restClient({ ...connection, credential: login.apiKey })
      .call(auth.getMe, {})
      .then(() => true)
      .catch((error: unknown) => {
        if (error instanceof RestError && error.status === 401) return false;
        throw error;
      });
    if (works) return { login, apiKey: login.apiKey };
  }
  const { key } = await restClient({ ...connection, credential: accessToken }).call(
    apiKeys.createApiKey,
    {
      name: "Demo",
      scopes: ["datasets:write", "images:write", "jobs:write", "exports:write", "sources:read"],
    },
  );
  await saveLogin(dataDir, { ...login, apiKey: key });
  return { login, apiKey: key };
}
