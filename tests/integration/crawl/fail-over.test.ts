import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { SourceKind } from "@/lib/domain/source";
import { getJobReport } from "@/lib/services/job-report";
import { getJobProgress, listJobLogs } from "@/lib/services/jobs";
import {
  candidatesOf,
  close,
  finished,
  imagesOf,
  newPerson,
  open,
  type Person,
  pointAt,
  startCrawl,
} from "./crawling";

// Three services that speak one language, so that what is tested is the crawl and not three adapters.
vi.mock("@/lib/pipeline/sources", async () => {
  const { openverse } = await import("@/lib/pipeline/sources/openverse");
  return { sourceOf: (kind: SourceKind) => ({ ...openverse, kind, name: `The ${kind}` }) };
});

const PAGE_SIZE = 20;
const GRID = { width: 16, height: 12, channels: 3 } as const;

/** A mosaic of its own for every number. */
function mosaic(number: number): Promise<Buffer> {
  let state = number + 1;
  const cells = Buffer.alloc(GRID.width * GRID.height * GRID.channels);
  for (let i = 0; i < cells.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    cells[i] = state >>> 24;
  }
  const raw = sharp(cells, { raw: GRID });
  return raw.resize({ width: 320, kernel: "nearest" }).png().toBuffer();
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
/** Numbers of pictures, in the order in which each service lists them; from 1000 on they are missing. */
const LISTS: Record<string, number[]> = {
  // The first gives all it has; the last one lists eight of the same, and stops after two pages.
  openverse: [...range(0, 40), ...range(1000, 1004), ...range(40, 70)],
  nasa: range(70, 130),
  gbif: [...range(62, 87), ...range(1004, 1006), ...range(87, 140)],
};
const calls = new Map<string, number>();

let server: Server;
let person: Person;
beforeAll(async () => {
  // Who asks ends idle connections: one that ended here might be asked once more before that is heard.
  server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const url = new URL(request.url ?? "", "http://site");
    const [, service = "", number = ""] = url.pathname.split("/");
    if (url.pathname === "/robots.txt") return void response.writeHead(404).end();
    if (service === "picture") {
      if (Number(number) >= 1000) return void response.writeHead(404).end();
      return void mosaic(Number(number)).then((bytes) =>
        response.writeHead(200, { "content-type": "image/png" }).end(bytes),
      );
    }
    calls.set(service, (calls.get(service) ?? 0) + 1);
    const page = Number(url.searchParams.get("page") ?? 1);
    if (service === "nasa") return void response.writeHead(503).end();
    if (service === "gbif" && page > 2) return void response.writeHead(410).end();
    const list = LISTS[service] ?? [];
    const results = list.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((each) => ({
      id: `${each}`,
      // Each service has copies of its own, so what they share shows only in the bytes.
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/picture/${each}?${service}`,
      license: "cc0",
    }));
    const pageCount = Math.ceil(list.length / PAGE_SIZE);
    response.setHeader("content-type", "application/json");
    return void response.end(JSON.stringify({ page_count: pageCount, results }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  pointAt({ apiUrl: "", hosts: [origin] });
  const services = Object.keys(LISTS).map((kind) => [kind, `http://${origin}/${kind}`]);
  process.env.SOURCE_BASE_URLS = JSON.stringify(Object.fromEntries(services));
  await open();
  person = await newPerson();
});
afterAll(async () => {
  await close();
  server.closeAllConnections();
  server.close();
});

test("of three sources, one down and one that stops half-way, every usable picture there is comes in", async () => {
  const { id, datasetId } = await startCrawl(person, {
    keywords: ["dog"],
    sources: ["openverse", "nasa", "gbif"],
    maxImages: 150,
  });
  const job = await finished(person, id);
  // 0–69 of the first; of the last one's two pages 62–99, eight of which the first has too.
  expect(job).toMatchObject({ status: "completed", validImages: 100, failedChunks: 2 });
  expect(new Set((await imagesOf(datasetId)).map(({ sha256 }) => sha256)).size).toBe(100);
  expect(job.outcomes).toEqual({ accepted: 100, "exact-duplicate": 8, "http-4xx": 6 });
  expect((await candidatesOf(id)).filter(({ outcome }) => outcome === null)).toEqual([]);
  expect(calls.get("openverse")).toBe(4);

  const { lanes, advice } = await getJobProgress(person, { jobId: id });
  const bySource = Object.fromEntries(lanes.map((lane) => [lane.source, lane]));
  expect(bySource.nasa).toMatchObject({ status: "failed", found: 0, accepted: 0 });
  expect(bySource.nasa?.error).toContain("503");
  expect(bySource.gbif).toMatchObject({ status: "failed", found: 40, pages: 2 });
  expect(bySource.gbif?.error).toContain("410");
  expect(bySource.openverse).toMatchObject({ status: "completed", found: 74, error: null });
  const waits = advice.filter(({ kind }) => kind === "wait").flatMap(({ sources }) => sources);
  expect(waits.sort()).toEqual(["gbif", "nasa"]);

  const report = await (await getJobReport(person, { jobId: id })).text();
  expect(report).toMatch(/^\| nasa \| 0 \| 0 \| – \| .*503/m);
  expect(report).toMatch(/^\| gbif \| 40 \| \d+ \| .*refused by the server \(2\).* \| .*410/m);
  expect(report).toContain("refused by the server (4)");
  const { items } = await listJobLogs(person, { jobId: id, limit: 200 });
  const givenUp = items.filter(({ message }) => message.includes("given up"));
  expect(givenUp.map(({ level }) => level)).toEqual(["error", "error"]);
});

test("what a dead source was to bring comes from the others, up to the target exactly", async () => {
  const { id, datasetId } = await startCrawl(person, {
    keywords: ["dog"],
    sources: ["openverse", "nasa", "gbif"],
    maxImages: 60,
  });
  const job = await finished(person, id);
  expect(job).toMatchObject({ status: "completed", validImages: 60, shortfall: null });
  expect(await imagesOf(datasetId)).toHaveLength(60);
});
