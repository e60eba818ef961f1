import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { commonsAnswer, openverseAnswer } from "./site-answers";
import { bytesOf, isVariant, type Kind } from "./site-pictures";

const HOSTS = ["127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"];
const PRIVATE_HOST = "127.0.0.9";
const PAGE_SIZE = 20;
const ROBOTS_TXT = "User-agent: *\nDisallow: /off-limits/\n";

export type Service = "openverse" | "wikimedia-commons";
type Listing = Readonly<Record<string, readonly Kind[]>>;

/** One picture of the site. Tests may change its kind: what was missing can come back. */
export interface SitePicture {
  readonly keyword: string;
  /** Which service lists it. */
  readonly service: Service;
  readonly url: string;
  readonly path: string;
  /** A variant shows the scene of the picture before it. */
  readonly scene: number;
  kind: Kind;
}

/** A small hostile internet on four loopback hosts, with APIs in the shape of Openverse's and Wikimedia Commons'. */
export interface Site {
  readonly pictures: readonly SitePicture[];
  /** For SOURCE_BASE_URLS: Openverse's, Wikimedia Commons', and one that answers 400 whatever it is asked. */
  readonly apiUrl: string;
  readonly commonsUrl: string;
  readonly refusingUrl: string;
  /** For CRAWL_ALLOWED_PRIVATE_HOSTS. */
  readonly hosts: readonly string[];
  /** Keywords for which the API answers 500. */
  readonly broken: Set<string>;
  latencyMs: number;
  /** When pictures were asked for, by their path; moments as of performance.now(). */
  readonly requests: Map<string, number[]>;
  /** Requests for pictures that are being answered, by host, and the most there were at once. */
  readonly active: Map<string, number>;
  readonly mostAtOnce: Map<string, number>;
  /** User agents that asked for pictures. */
  readonly agents: Set<string>;
  /** Requests that reached the private network; none ever may. */
  privateHits: number;
  picture(kind: Kind): SitePicture;
  countOf(picture: SitePicture): number;
  /** How often any picture was asked for. */
  countAll(): number;
  /** From now on keeps back the answer to each request of which this is true, until `release`. */
  holdBack(isHeld: (picture: SitePicture) => boolean): void;
  /** From now on answers so many requests for pictures, and keeps the others back until `release`. */
  answerOnly(count: number): void;
  release(): void;
  close(): Promise<void>;
}

/** `keywords` names the pictures that each keyword finds on Openverse, in the order of its answers; `commons` those of Commons. */
export async function startSite(
  keywords: Listing,
  { latencyMs = 0, commons = {} }: { latencyMs?: number; commons?: Listing } = {},
): Promise<Site> {
  const inward = createServer((_, response) => {
    site.privateHits += 1;
    response.end("secret");
  });
  const inwardUrl = `http://${PRIVATE_HOST}:${await listen(inward, PRIVATE_HOST, 0)}/latest/meta-data`;
  const { servers, port } = await listenOnAll((request, response) => {
    answer(site, gate, inwardUrl, request, response).catch(() => response.destroy());
  });
  const gate = createGate();
  const pictures = picturesOf({ openverse: keywords, "wikimedia-commons": commons }, port);
  const origin = `http://${HOSTS[0]}:${port}`;
  const site: Site = {
    pictures,
    apiUrl: `${origin}/openverse`,
    commonsUrl: `${origin}/commons`,
    refusingUrl: `${origin}/refusing`,
    hosts: HOSTS.map((host) => `${host}:${port}`),
    broken: new Set(),
    latencyMs,
    requests: new Map(),
    active: new Map(),
    mostAtOnce: new Map(),
    agents: new Set(),
    privateHits: 0,
    picture(kind) {
      const found = pictures.find((picture) => picture.kind === kind);
      if (!found) throw new Error(`The site has no picture that is ${kind}.`);
      return found;
    },
    countOf: ({ path }) => site.requests.get(path)?.length ?? 0,
    countAll: () => [...site.requests.values()].flat().length,
    ...gate,
    close: async () => {
      await Promise.all([...servers, inward].map(close));
    },
  };
  return site;
}

function picturesOf(listings: Record<Service, Listing>, port: number) {
  const listed = (["openverse", "wikimedia-commons"] as const).flatMap((service) =>
    Object.entries(listings[service]).flatMap(([keyword, kinds]) =>
      kinds.map((kind, i) => ({ service, keyword, kind, i })),
    ),
  );
  const pictures: SitePicture[] = [];
  let scene = -1;
  for (const { service, keyword, kind, i } of listed) {
    if (!isVariant(kind)) scene += 1;
    const folder = kind === "disallowed" ? "off-limits" : "img";
    const shelf = service === "openverse" ? "" : `${service}/`;
    const path = `/${folder}/${shelf}${encodeURIComponent(keyword)}/${i}.jpg`;
    const host = HOSTS[pictures.length % HOSTS.length];
    pictures.push({ keyword, service, url: `http://${host}:${port}${path}`, path, scene, kind });
  }
  return pictures;
}

function createGate() {
  let isHeld: (picture: SitePicture) => boolean = () => false;
  let opening = Promise.withResolvers<void>();
  const holdBack = (held: typeof isHeld) => {
    isHeld = held;
    opening = Promise.withResolvers();
  };
  return {
    pass: async (picture: SitePicture) => {
      if (isHeld(picture)) await opening.promise;
    },
    holdBack,
    answerOnly(count: number) {
      let left = count;
      holdBack(() => left-- <= 0);
    },
    release() {
      isHeld = () => false;
      opening.resolve();
    },
  };
}

async function answer(
  site: Site,
  gate: ReturnType<typeof createGate>,
  inwardUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://site");
  if (pathname === "/robots.txt") {
    response.end(ROBOTS_TXT);
    return;
  }
  if (pathname === "/openverse/v1/images/") {
    answerOpenverse(site, searchParams, response);
    return;
  }
  if (pathname === "/commons/w/api.php") {
    const [keyword = ""] = (searchParams.get("gsrsearch") ?? "").split(" filetype:");
    sendJson(response, commonsAnswer(listedBy(site, "wikimedia-commons", keyword)));
    return;
  }
  if (pathname.startsWith("/refusing/")) {
    response.writeHead(400).end();
    return;
  }
  const picture = site.pictures.find(({ path }) => path === pathname);
  if (!picture) {
    response.writeHead(404).end();
    return;
  }
  site.agents.add(request.headers["user-agent"] ?? "");
  const leave = enter(site, picture, request.socket.localAddress ?? "");
  // What is never finished counts until the site has no more to say, and what is finished until it is sent.
  response.once("finish", leave).once("close", leave);
  await gate.pass(picture);
  if (site.latencyMs > 0) await sleep(site.latencyMs);
  if (picture.kind === "hanging" || picture.kind === "oversize") leave();
  await serve(site, picture, inwardUrl, searchParams, response);
}

function enter(site: Site, { path }: SitePicture, host: string): () => void {
  const moments = site.requests.get(path) ?? [];
  site.requests.set(path, [...moments, performance.now()]);
  const { active } = site;
  const now = (active.get(host) ?? 0) + 1;
  active.set(host, now);
  site.mostAtOnce.set(host, Math.max(now, site.mostAtOnce.get(host) ?? 0));
  let hasLeft = false;
  return () => {
    if (!hasLeft) active.set(host, (active.get(host) ?? 1) - 1);
    hasLeft = true;
  };
}

const listedBy = (site: Site, service: Service, keyword: string) =>
  site.pictures.filter((picture) => picture.service === service && picture.keyword === keyword);

function answerOpenverse(site: Site, query: URLSearchParams, response: ServerResponse): void {
  const keyword = query.get("q") ?? "";
  if (site.broken.has(keyword)) {
    response.writeHead(500).end();
    return;
  }
  const page = { page: Number(query.get("page") ?? 1), pageSize: PAGE_SIZE };
  sendJson(response, openverseAnswer(listedBy(site, "openverse", keyword), page));
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

async function serve(
  site: Site,
  picture: SitePicture,
  inwardUrl: string,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const { kind, path, scene } = picture;
  const jpeg = { "content-type": kind === "page" ? "text/html" : "image/jpeg" };
  const redirect = (location: string) => void response.writeHead(302, { location }).end();
  if (kind === "missing") return void response.writeHead(404).end();
  if (kind === "refused") return void response.writeHead(403).end();
  if (kind === "flaky" && site.countOf(picture) === 1)
    return void response.writeHead(503, { "retry-after": "1" }).end();
  if (kind === "redirected" && !query.has("hop")) return redirect(`${path}?hop=1`);
  if (kind === "loop") return redirect(path);
  if (kind === "inward") return redirect(`${inwardUrl}/photo.jpg`);
  if (kind === "hanging" || kind === "oversize") {
    const length = kind === "oversize" ? 2 ** 32 : 50_000;
    response.writeHead(200, { ...jpeg, "content-length": length }).write("\xff\xd8\xff", "latin1");
    return;
  }
  const bytes = await bytesOf(kind, scene);
  const noAi = kind === "opted-out" && { "x-robots-tag": "noai, noimageai" };
  response.writeHead(200, { ...jpeg, "content-length": bytes.length, ...noAi });
  if (kind === "cut") response.write(bytes.subarray(0, 100), () => response.destroy());
  else response.end(bytes);
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A port that is free on all hosts at once is found by trying. */
async function listenOnAll(handler: Handler): Promise<{ servers: Server[]; port: number }> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const servers: Server[] = [];
    let port = 0;
    try {
      for (const host of HOSTS) {
        const server = createServer(handler);
        // Who asks ends idle connections: one that ended here might be asked once more before that is heard.
        server.keepAliveTimeout = 0;
        port = await listen(server, host, port);
        servers.push(server);
      }
      return { servers, port };
    } catch {
      await Promise.all(servers.map(close));
    }
  }
  throw new Error("No port is free on all the hosts.");
}

const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
