// A web site on four ports of loopback, in a process of its own so that both measurements pay the same for it.
// Node runs this file as it is: erasable TypeScript, no `@/` imports. First argument: a folder of JPEGs.
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A crawler counts "name:port" as one host, so these are four. */
const HOSTS = 4;
const COPY_BYTES = 200_000;

const folder = process.argv[2] ?? ".";
const pictures = readdirSync(folder)
  .filter((name) => name.endsWith(".jpg"))
  .sort()
  .map((name) => readFileSync(join(folder, name)));

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** The same pixels in a file of its own: what follows the end of a JPEG is not part of the picture. */
function copyOf(picture: Buffer, number: string): Buffer {
  const file = Buffer.alloc(Math.max(COPY_BYTES, picture.length + 16));
  picture.copy(file);
  file.write(number, file.length - 16);
  return file;
}

function answer(path: string, response: ServerResponse): void {
  const [, kind, number = ""] = /^\/(\w+)\/(\d+)\.jpg$/.exec(path) ?? [];
  const picture = pictures[Number(number) % pictures.length];
  if (path === "/robots.txt") send(response, 200, "text/plain", "User-agent: *\nDisallow: /p/\n");
  else if (kind === "picture" && picture) send(response, 200, "image/jpeg", picture);
  else if (kind === "copy" && picture) send(response, 200, "image/jpeg", copyOf(picture, number));
  else if (kind === "truncated" && picture)
    send(response, 200, "image/jpeg", picture.subarray(0, picture.length >> 1));
  else if (kind === "page") send(response, 200, "text/html", "<!doctype html><title>Gone</title>");
  else send(response, 404, "text/plain", "not found");
}

const listening = Array.from({ length: HOSTS }, async () => {
  const server = createServer((request, response) => answer(request.url ?? "", response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
});
const ports = await Promise.all(listening);
process.on("disconnect", () => process.exit(0));
if (process.send) process.send(ports);
else console.log(ports.join(" "));
