import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { contentTypeOf } from "@/lib/domain/image";
import { attributionLine, licenceUrl } from "@/lib/domain/licence";
import { PAGE_SIZE, parsePicturePath, picturePath, picturesPath, SAMPLE_ORIGIN } from "./addresses";
import { PICTURES_PER_KEYWORD, type Picture, pictureOf, slugOf } from "./catalogue";
import { renderPicture } from "./render";

export { SAMPLE_HOST } from "./addresses";

const LICENCE = "CC0-1.0";
const CREATOR = "PixCrawler sample";
const HTML = "text/html; charset=utf-8";
/** Drawing is work for the processor, so more at once would only take more memory. */
const MAX_RENDERING = 2;
const MAX_WAITING = 256;

export interface SampleServer {
  readonly address: "127.0.0.1";
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the sample pictures on a free loopback port of this process, until closed. It keeps no process alive. */
export async function startSampleServer(): Promise<SampleServer> {
  const render = limited(renderPicture);
  const server = createServer(
    { requestTimeout: 10_000, maxHeaderSize: 8192 },
    (request, response) => {
      answer(request, response, render).catch(() => {
        if (!response.headersSent) response.writeHead(503, { "retry-after": "1" });
        response.end();
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("no port was bound");
  return {
    address: "127.0.0.1",
    port: bound.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Render = (picture: Picture) => Promise<Buffer>;

async function answer(request: IncomingMessage, response: ServerResponse, render: Render) {
  if (request.method !== "GET" && request.method !== "HEAD")
    return send(response, 405, "text/plain", "");
  if (!URL.canParse(request.url ?? "", SAMPLE_ORIGIN)) return send(response, 400, "text/plain", "");
  const { pathname, searchParams } = new URL(request.url ?? "", SAMPLE_ORIGIN);
  if (pathname === "/robots.txt")
    return send(response, 200, "text/plain", "User-agent: *\nAllow: /\n");
  if (pathname === "/v1/pictures")
    return send(response, 200, "application/json", JSON.stringify(pageOf(searchParams)));
  const named = parsePicturePath(pathname);
  if (!named) return sendPage(response, pathname);
  const isListed = named.index < PICTURES_PER_KEYWORD && slugOf(named.slug) === named.slug;
  const picture = isListed && pictureOf(named.slug, named.index);
  // An address that the catalogue never gave out would be the same picture under any number of names.
  if (!picture || pathOf(picture) !== pathname || picture.kind === "missing")
    return send(response, 404, HTML, "<h1>Not found</h1>");
  if (picture.kind === "page")
    return send(response, 200, HTML, "<!doctype html><h1>This picture is no longer here</h1>");
  if (picture.kind === "opted-out") response.setHeader("x-robots-tag", "noai, noimageai");
  return send(response, 200, contentTypeOf(picture.format), await render(picture));
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer) {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

function sendPage(response: ServerResponse, pathname: string) {
  const isKnown = /^\/pictures\/[^/]+$/.test(pathname);
  const text = `<!doctype html><title>Sample pictures</title><p>Drawn by PixCrawler, dedicated to the public domain (${LICENCE}).</p>`;
  return send(response, isKnown ? 200 : 404, HTML, isKnown ? text : "<h1>Not found</h1>");
}

const pathOf = ({ slug, index, format }: Picture) => picturePath(slug, index, format);

function pageOf(search: URLSearchParams) {
  const slug = slugOf(search.get("q") ?? "");
  const pages = Math.ceil(PICTURES_PER_KEYWORD / PAGE_SIZE);
  const page = Math.max(1, Math.trunc(Number(search.get("page"))) || 1);
  const first = (page - 1) * PAGE_SIZE;
  const count = Math.min(PAGE_SIZE, Math.max(0, PICTURES_PER_KEYWORD - first));
  const results = Array.from({ length: count }, (_, i) => recordOf(pictureOf(slug, first + i)));
  return { total: PICTURES_PER_KEYWORD, page, pages, results };
}

function recordOf(picture: Picture) {
  const { slug, index, kind, width, height } = picture;
  const title = `${slug.replaceAll("-", " ")}, number ${index + 1}`;
  const pageUrl = SAMPLE_ORIGIN + picturesPath(slug);
  // Nobody knows the size of a picture that is not there.
  const isStated = !["missing", "page", "tiny", "resized", "cropped"].includes(kind);
  return {
    id: `${slug}/${index}`,
    url: SAMPLE_ORIGIN + pathOf(picture),
    page_url: pageUrl,
    title,
    creator: CREATOR,
    licence: LICENCE,
    licence_url: licenceUrl(LICENCE),
    attribution: attributionLine({ title, creator: CREATOR, pageUrl, licence: LICENCE }),
    width: isStated ? width : null,
    height: isStated ? height : null,
  };
}

/** At most MAX_RENDERING at once and MAX_WAITING in line; beyond that it fails. */
function limited(render: Render): Render {
  let running = 0;
  const line: (() => void)[] = [];
  return async (picture) => {
    if (line.length >= MAX_WAITING) throw new Error("too many pictures are asked for at once");
    if (running >= MAX_RENDERING) await new Promise<void>((resolve) => line.push(resolve));
    else running++;
    try {
      return await render(picture);
    } finally {
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
}
