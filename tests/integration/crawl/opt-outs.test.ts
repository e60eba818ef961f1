import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import { db } from "@/lib/db/client";
import { findDataset } from "@/lib/db/datasets";
import { createExport, getExport, getExportContent } from "@/lib/services/exports";
import { startJob } from "@/lib/services/jobs";
import { updateProject } from "@/lib/services/projects";
import { eventually } from "@/tests/helpers/eventually";
import { sceneOf } from "@/tests/helpers/site-pictures";
import {
  candidatesOf,
  close,
  finished,
  imagesOf,
  newDataset,
  newPerson,
  open,
  type Person,
  pointAt,
  startList,
} from "./crawling";

const ROBOTS_TXT = "User-agent: *\nDisallow: /denied/\nContent-Usage: /untrained/ train-ai=n\n";
const TDM_REP = [
  { location: "/reserved/free.jpg", "tdm-reservation": 0 },
  { location: "/reserved/", "tdm-reservation": 1 },
];
const REASON = "The publisher agreed to this in writing.";
const xmp = (value: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/${value}"/></rdf:RDF></x:xmpmeta>`;

const PATHS = [
  "/plain.jpg",
  "/denied/a.jpg",
  "/untrained/a.jpg",
  "/reserved/a.jpg",
  "/reserved/free.jpg",
  "/header.jpg",
  "/marked.jpg",
  "/marked-free.jpg",
];
const MARKS: Record<string, string> = {
  "/marked.jpg": "DMI-PROHIBITED-AIMLTRAINING",
  "/marked-free.jpg": "DMI-ALLOWED",
};

let site: Server;
let host: string;
let person: Person;
const hits = new Map<string, number>();

async function answer(path: string): Promise<{ headers: Record<string, string>; body: Buffer }> {
  if (path === "/robots.txt") return { headers: {}, body: Buffer.from(ROBOTS_TXT) };
  if (path === "/.well-known/tdmrep.json")
    return { headers: {}, body: Buffer.from(JSON.stringify(TDM_REP)) };
  const scene = sharp(await sceneOf(PATHS.indexOf(path)));
  const mark = MARKS[path];
  const body = await (mark ? scene.withXmp(xmp(mark)) : scene).jpeg().toBuffer();
  const wish = path === "/header.jpg" && { "x-robots-tag": "otherbot: all, pixcrawler: noai" };
  return { headers: { "content-type": "image/jpeg", ...wish }, body };
}

beforeAll(async () => {
  site = createServer(({ url = "" }, response) => {
    hits.set(url, (hits.get(url) ?? 0) + 1);
    answer(url).then(
      ({ headers, body }) => response.writeHead(200, headers).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((listening) => site.listen(0, "127.0.0.1", listening));
  host = `127.0.0.1:${(site.address() as AddressInfo).port}`;
  pointAt({ apiUrl: `http://${host}`, hosts: [host] });
  await open();
  person = await newPerson();
});
afterAll(async () => {
  await close();
  site.closeAllConnections();
  await new Promise((closed) => site.close(closed));
});

const addresses = () => [...PATHS.map((path) => `http://${host}${path}`), "http://127.0.0.9:1/x"];
const pathOf = (url: string) => new URL(url).pathname;

async function projectOf(datasetId: string): Promise<string> {
  const dataset = await findDataset(db(), person.userId, datasetId);
  if (!dataset) throw new Error("The dataset is gone.");
  return dataset.projectId;
}

async function cardOf(datasetId: string) {
  const asked = { datasetId, format: "image-folder", archive: "zip" } as const;
  const { id: exportId } = await createExport(person, asked);
  await eventually(
    "the export is ready",
    async () => (await getExport(person, { exportId })).status === "ready",
  );
  const content = await getExportContent(person, { exportId }, new Request("http://localhost/"));
  const zip = await fromBufferPromise(Buffer.from(await content.arrayBuffer()));
  for await (const entry of zip.eachEntry())
    if (entry.fileName === "README.md") return text(await zip.openReadStreamPromise(entry));
  throw new Error("There is no card.");
}

test("opt-outs are respected, with the rule that decided; what allows is kept with the picture", async () => {
  const { id, datasetId } = await startList(person, addresses());
  const job = await finished(person, id);
  expect(job).toMatchObject({ status: "completed", optOutOverride: null });
  const ends = (await candidatesOf(id)).map(({ url, outcome, detail }) => [
    pathOf(url),
    outcome,
    detail,
  ]);
  expect(new Map(ends.map(([path, ...end]) => [path, end]))).toEqual(
    new Map([
      ["/plain.jpg", ["accepted", null]],
      ["/denied/a.jpg", ["robots-txt", `robots.txt of ${host}: Disallow: /denied/ (line 2)`]],
      [
        "/untrained/a.jpg",
        ["ai-opt-out", `content-usage: train-ai=n (robots.txt, line 3), at ${host}`],
      ],
      [
        "/reserved/a.jpg",
        ["ai-opt-out", `tdm-rep: /reserved/ tdm-reservation=1 (rule 2), at ${host}`],
      ],
      ["/reserved/free.jpg", ["accepted", null]],
      ["/header.jpg", ["ai-opt-out", "x-robots-tag: pixcrawler: noai"]],
      ["/marked.jpg", ["ai-opt-out", "iptc-data-mining: DMI-PROHIBITED-AIMLTRAINING"]],
      ["/marked-free.jpg", ["accepted", null]],
      ["/x", ["blocked-address", expect.any(String)]],
    ]),
  );
  const images = await imagesOf(datasetId);
  const signals = new Map(images.map((row) => [pathOf(row.originalUrl), row.signals]));
  const noRule = { signal: "robots-txt", value: "no rule applies", allows: true };
  expect(signals.get("/plain.jpg")).toEqual([noRule]);
  expect(signals.get("/reserved/free.jpg")).toEqual([
    noRule,
    { signal: "tdm-rep", value: "/reserved/free.jpg tdm-reservation=0 (rule 1)", allows: true },
  ]);
  expect(signals.get("/marked-free.jpg")).toEqual([
    noRule,
    { signal: "iptc-data-mining", value: "DMI-ALLOWED", allows: true },
  ]);
  expect(await cardOf(datasetId)).toContain("Opt-outs were respected");
});

test("a site's files are asked for once, and what they refuse is never asked for", () => {
  expect(hits.get("/robots.txt")).toBe(1);
  expect(hits.get("/.well-known/tdmrep.json")).toBe(1);
  for (const path of ["/denied/a.jpg", "/untrained/a.jpg", "/reserved/a.jpg"])
    expect(hits.has(path), path).toBe(false);
});

test("an override of the project takes them in, says so with each and in the card, and opens nothing private", async () => {
  const datasetId = await newDataset(person);
  const projectId = await projectOf(datasetId);
  const set = await updateProject(person, { projectId, optOutOverride: { reason: REASON } });
  expect(set.optOutOverride).toEqual({ reason: REASON, setAt: expect.any(String) });
  const { id } = await startList(person, addresses(), { datasetId, start: false });
  // The crawl goes by what held when it was made.
  await updateProject(person, { projectId, optOutOverride: null });
  await startJob(person, { jobId: id });
  const job = await finished(person, id);
  expect(job.optOutOverride).toBe(REASON);
  const ends = new Map((await candidatesOf(id)).map((row) => [pathOf(row.url), row.outcome]));
  for (const path of PATHS) expect(ends.get(path), path).toBe("accepted");
  expect(ends.get("/x")).toBe("blocked-address");
  const against = (await imagesOf(datasetId)).flatMap(({ originalUrl, signals }) =>
    signals.filter(({ allows }) => !allows).map(({ signal }) => [pathOf(originalUrl), signal]),
  );
  expect(against.sort()).toEqual([
    ["/denied/a.jpg", "robots-txt"],
    ["/header.jpg", "x-robots-tag"],
    ["/marked.jpg", "iptc-data-mining"],
    ["/reserved/a.jpg", "tdm-rep"],
    ["/untrained/a.jpg", "content-usage"],
  ]);
  const card = await cardOf(datasetId);
  expect(card).toContain("**5 pictures were taken against a stated opt-out**");
  expect(card).toContain("| TDM policy file | 1 |");
  expect(card).toContain(`- ${REASON}`);
});
