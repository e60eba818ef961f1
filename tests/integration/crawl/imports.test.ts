import { afterAll, beforeAll, expect, test } from "vitest";
import { POST as importList } from "@/app/api/v1/datasets/[datasetId]/imports/route";
import { GET as streamEvents } from "@/app/api/v1/jobs/[jobId]/events/route";
import { mintApiKey } from "@/lib/auth/api-key";
import { insertApiKey } from "@/lib/db/api-keys";
import { db } from "@/lib/db/client";
import { CrawlJob } from "@/lib/domain/crawl-job";
import { SCOPES } from "@/lib/domain/scope";
import { type Site, startSite } from "@/tests/helpers/site";
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
  startCrawl,
} from "./crawling";

let site: Site;
let person: Person;
let key: string;
beforeAll(async () => {
  site = await startSite({
    list: ["photo", "photo", "copy", "missing", "photo"],
    stream: Array.from({ length: 12 }, () => "photo" as const),
  });
  pointAt(site);
  await open();
  person = await newPerson();
  const minted = mintApiKey();
  key = minted.key;
  const { key: _, ...values } = minted;
  await insertApiKey(db(), { ownerId: person.userId, name: "test", scopes: SCOPES, ...values });
});
afterAll(async () => {
  await close();
  await site.close();
});

const authorization = () => ({ authorization: `Bearer ${key}` });

async function upload(datasetId: string, form: FormData) {
  const url = `http://localhost/api/v1/datasets/${datasetId}/imports`;
  const request = new Request(url, { method: "POST", body: form, headers: authorization() });
  return importList(request, { params: Promise.resolve({ datasetId }) });
}
const formOf = (name: string, lines: string[], fields: Record<string, string> = {}) => {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new File([lines.join("\r\n")], name));
  return form;
};

test("a CSV becomes a crawl in which every row has its own label, or else the form's", async () => {
  const datasetId = await newDataset(person);
  const [first, second, copy, missing, last] = site.pictures.map(({ url }) => url);
  const lines = [
    "caption,url,label",
    `"One, with a comma",${first},tabby`,
    `Two,${second},`,
    `Copy,${copy},pet`,
    `Gone,${missing},tabby`,
    "No address,not a url,tabby",
    `Last,${last},siamese`,
  ];
  const response = await upload(datasetId, formOf("../list of cats.csv", lines, { label: "cat" }));
  expect(response.status).toBe(202);
  const { id, name, sources } = CrawlJob.parse(await response.json());
  expect(sources).toEqual(["url-list"]);
  expect(name).toMatch(/^Import of [^/]*list of cats\.csv$/);

  const job = await finished(person, id);
  expect(job.outcomes).toEqual({ accepted: 3, "exact-duplicate": 1, "http-4xx": 1 });
  const images = new Map((await imagesOf(datasetId)).map((image) => [image.originalUrl, image]));
  expect(images.get(first ?? "")).toMatchObject({ title: "One, with a comma", label: "tabby" });
  expect(images.get(last ?? "")).toMatchObject({ labels: ["siamese"] });
  const both = images.get(second ?? "") ?? images.get(copy ?? "");
  expect([...(both?.labels ?? [])].sort()).toEqual(["cat", "pet"]);
});

test("a file that is no list is refused, and no crawl begins", async () => {
  const datasetId = await newDataset(person);
  const refused = await upload(datasetId, formOf("list.csv", ["name,age", "cat,3"]));
  expect(refused.status).toBe(422);
  const empty = await upload(datasetId, new FormData());
  expect(empty.status).toBe(422);
});

interface SentEvent {
  readonly name: string;
  readonly id: number | null;
  readonly data: { readonly [field: string]: unknown };
}
/** Reads a crawl's events until `isEnough`, and hangs up. */
async function eventsOf(
  jobId: string,
  headers: Record<string, string>,
  isEnough: (events: readonly SentEvent[]) => boolean,
): Promise<SentEvent[]> {
  const hangUp = new AbortController();
  const request = new Request(`http://localhost/api/v1/jobs/${jobId}/events`, {
    headers: { ...authorization(), ...headers },
    signal: hangUp.signal,
  });
  const response = await streamEvents(request, { params: Promise.resolve({ jobId }) });
  expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
  const events: SentEvent[] = [];
  let rest = "";
  for await (const bytes of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + bytes).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(
        block.split("\n").map((line) => line.split(/: (.*)/s) as [string, string]),
      );
      const [name, id] = [fields.get("event"), fields.get("id")];
      if (name)
        events.push({
          name,
          id: id ? Number(id) : null,
          data: JSON.parse(fields.get("data") ?? ""),
        });
    }
    if (isEnough(events)) break;
  }
  hangUp.abort();
  return events;
}
const isOver = (events: readonly SentEvent[]) =>
  events.some(({ name, data }) => name === "status" && data.status === "completed");

test("a crawl tells of its progress, its pictures and its end while it runs", async () => {
  // Nothing comes before somebody listens.
  site.holdBack(() => true);
  const { id, datasetId } = await startCrawl(person, { keywords: ["stream"] });
  const events = await eventsOf(id, {}, (soFar) => {
    if (soFar.some(({ name }) => name === "status")) site.release();
    return isOver(soFar);
  });
  const named = (name: string) => events.filter((event) => event.name === name);
  expect(named("status").map(({ data }) => data.status)).toEqual(["running", "completed"]);
  const counts = named("progress").map(({ data }) => Number(data.accepted));
  expect(counts.length).toBeGreaterThan(1);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  expect(counts.at(-1)).toBe(12);
  const images = await imagesOf(datasetId);
  expect(named("image").map(({ data }) => data.id)).toEqual(images.map((image) => image.id));
  expect(named("image").map((event) => event.id)).toEqual(images.map(({ seq }) => seq));

  // Who was cut off goes on after the picture that came last.
  const lastId = String(images[4]?.seq);
  const resumed = await eventsOf(id, { "last-event-id": lastId }, isOver);
  expect(resumed.filter(({ name }) => name === "image").map(({ data }) => data.id)).toEqual(
    images.slice(5).map((image) => image.id),
  );
  expect((await candidatesOf(id)).every(({ outcome }) => outcome === "accepted")).toBe(true);
});
