import { afterAll, beforeAll, expect, test } from "vitest";
import { createHostLimit } from "@/jobs/crawl/host-limit";
import { countsByGroup, groupOf } from "@/lib/domain/outcome";
import { env } from "@/lib/env";
import { createHttp } from "@/lib/pipeline/fetch/http";
import { processGlobal } from "@/lib/process-global";
import { getJobProgress } from "@/lib/services/jobs";
import { type Site, type SitePicture, startSite } from "@/tests/helpers/site";
import { KINDS, type Kind, sceneOf } from "@/tests/helpers/site-pictures";
import {
  candidatesOf,
  close,
  damagedImages,
  filesAndRows,
  finished,
  newPerson,
  open,
  pointAt,
  sha256Of,
  startCrawl,
} from "./crawling";

let site: Site;
beforeAll(async () => {
  site = await startSite(
    {
      cat: [
        ...(["photo", "copy", "photo", "resized", "photo", "recompressed"] as const),
        ...(["photo", "cropped", "photo", "watermarked", "photo", "mirrored"] as const),
        ...(["missing", "refused", "cut", "hanging", "loop", "inward", "oversize"] as const),
        ...(["page", "truncated", "tiny", "blank", "opted-out", "disallowed"] as const),
      ],
      dog: ["flaky", "redirected", "photo", "photo", "copy", "disallowed", "inward", "opted-out"],
    },
    { latencyMs: 30 },
  );
  pointAt(site);
  // As the product's own, but less patient: a server that hangs is waited for half a second.
  const http = createHttp({
    userAgent: "PixCrawler/test",
    policy: { allowedPrivateHosts: site.hosts },
    hostLimit: createHostLimit(env().CRAWL_PER_HOST_CONCURRENCY),
    timeouts: { idleMs: 500 },
  });
  processGlobal("http", () => Promise.resolve(http));
  await open();
});
afterAll(async () => {
  await close();
  await site.close();
});

const isSameFile = ({ kind }: SitePicture) => kind === "photo" || kind === "copy";

test("every picture of a hostile web ends as what it is", async () => {
  const person = await newPerson();
  const { id, datasetId } = await startCrawl(person, { keywords: ["cat", "dog"] });
  const job = await finished(person, id);
  const found = new Map((await candidatesOf(id)).map((row) => [row.url, row]));
  expect(job.status).toBe("completed");
  expect(found.size).toBe(site.pictures.length);

  const outcomeOf = ({ url }: SitePicture) => found.get(url)?.outcome;
  for (const picture of site.pictures) {
    const { kind, scene, url } = picture;
    const twins = site.pictures.filter((each) => each.scene === scene && isSameFile(each));
    // Of two addresses of one file, the one that came first is accepted.
    if (isSameFile(picture) && twins.length > 1)
      expect(twins.map(outcomeOf).sort(), url).toEqual(["accepted", "exact-duplicate"]);
    else expect(outcomeOf(picture), `${kind}: ${found.get(url)?.detail}`).toBe(KINDS[kind]);
    // A duplicate tells of the picture that was kept, which is the better one.
    if (!["accepted", "duplicate"].includes(groupOf(KINDS[kind]))) continue;
    const kept = sha256Of(await sceneOf(scene));
    expect(found.get(url), url).toMatchObject({ imageSha256: kept, isDuplicate: false });
  }

  const { files, rows } = await filesAndRows(datasetId);
  expect(files).toEqual(rows);
  expect(await damagedImages(datasetId)).toEqual([]);

  const progress = await getJobProgress(person, { jobId: id });
  const groups = countsByGroup(progress.found, progress.outcomes);
  expect(progress.found).toBe(site.pictures.length);
  expect(Object.values(groups).every((count) => count >= 0)).toBe(true);
  expect(groups).toMatchObject({ waiting: 0, accepted: progress.accepted });
  expect(progress.lanes.map(({ found: count }) => count)).toEqual([25, 8]);
});

test("nothing private is reached, nothing forbidden is fetched and no host is crowded", () => {
  expect(site.privateHits).toBe(0);
  for (const picture of site.pictures.filter(({ kind }) => kind === "disallowed"))
    expect(site.countOf(picture)).toBe(0);
  expect(Math.max(...site.mostAtOnce.values())).toBeLessThanOrEqual(4);
});

test("what cannot change is asked for once, what may change three times at most", () => {
  const times: Partial<Record<Kind, number>> = {
    cut: 3,
    hanging: 3,
    flaky: 2,
    redirected: 2,
    disallowed: 0,
  };
  for (const picture of site.pictures)
    expect(site.countOf(picture), picture.kind).toBe(times[picture.kind] ?? 1);
});
