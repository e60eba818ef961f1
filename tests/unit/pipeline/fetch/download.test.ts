import { expect, test } from "vitest";
import { download } from "@/lib/pipeline/fetch/download";
import { localSite, never, testHttp } from "./local-site";

const respect = { signal: never(), respectOptOuts: true };
const picture = Buffer.alloc(70_000, 7);

/** A site with one robots.txt (none when empty) and one answer for everything else. */
const siteWith = (robotsTxt: string, answer: Parameters<typeof localSite>[0]) =>
  localSite((request, response) => {
    if (request.url !== "/robots.txt") return answer(request, response);
    response.writeHead(robotsTxt ? 200 : 404).end(robotsTxt);
  });

test("a picture arrives byte for byte, with where it came from and what was said about it", async () => {
  const site = await siteWith(
    "User-agent: *\nCrawl-delay: 2\nAllow: /ok\n",
    (request, response) => {
      if (request.url === "/ok/moved") return response.writeHead(302, { location: "/ok/a" }).end();
      const headers = { "content-type": "image/png", etag: '"e"', "x-robots-tag": "nofollow" };
      response.writeHead(200, { ...headers, "last-modified": "Mon, 01 Jan 2024 00:00:00 GMT" });
      response.end(picture);
    },
  );
  const { http, acquired, held } = testHttp([site]);
  const seen: number[] = [];
  const onResponse = ({ status }: { status: number }) => seen.push(status);
  const answer = await download(http, `${site.origin}/ok/moved`, { ...respect, onResponse });
  expect(answer.bytes.equals(picture)).toBe(true);
  expect(answer).toMatchObject({
    finalUrl: `${site.origin}/ok/a`,
    httpStatus: 200,
    contentType: "image/png",
    etag: '"e"',
    lastModified: "Mon, 01 Jan 2024 00:00:00 GMT",
  });
  expect(answer.signals).toEqual([
    { signal: "robots-txt", value: "Allow: /ok", allows: true },
    { signal: "x-robots-tag", value: "nofollow", allows: true },
  ]);
  expect(site.hits).toEqual(["/robots.txt", "/ok/moved", "/ok/a"]);
  expect(acquired.map(({ crawlDelayMs }) => crawlDelayMs)).toEqual([0, 2_000, 2_000]);
  expect(seen).toEqual([200]);
  expect(held()).toBe(0);
});

test("an opt-out in the headers stops before the body", async () => {
  let isCutShort = false;
  const site = await siteWith("", (_, response) => {
    response.writeHead(200, { "x-robots-tag": "noai, noimageai", "content-length": "1000000" });
    response.write(Buffer.alloc(1_000));
    response.on("close", () => {
      isCutShort = !response.writableFinished;
    });
  });
  const { http, held } = testHttp([site]);
  await expect(download(http, `${site.origin}/a.jpg`, respect)).rejects.toMatchObject({
    outcome: "ai-opt-out",
    message: "x-robots-tag: noai",
    isRetryable: false,
    httpStatus: 200,
  });
  await expect.poll(() => isCutShort).toBe(true);
  expect(held()).toBe(0);
});

test("a disallowed address is never asked for", async () => {
  const site = await siteWith(
    "User-agent: pixcrawler\nDisallow: /private-gallery/\n",
    (_, response) => response.end(picture),
  );
  const { http } = testHttp([site]);
  await expect(
    download(http, `${site.origin}/private-gallery/a.jpg`, respect),
  ).rejects.toMatchObject({
    outcome: "robots-txt",
    message: "Disallow: /private-gallery/",
    isRetryable: false,
  });
  expect(site.hits).toEqual(["/robots.txt"]);
});

test("robots.txt that refuses training is an opt-out before any request", async () => {
  const site = await siteWith(
    "User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n",
    (_, response) => response.end(picture),
  );
  const { http } = testHttp([site]);
  await expect(download(http, `${site.origin}/a.jpg`, respect)).rejects.toMatchObject({
    outcome: "ai-opt-out",
    message: "robots.txt, content-signal: ai-train=no",
  });
  expect(site.hits).toEqual(["/robots.txt"]);
});

test("robots.txt is asked of the site a redirect leads to", async () => {
  const target = await siteWith("User-agent: *\nDisallow: /\n", (_, response) => response.end("x"));
  const site = await siteWith("", (_, response) =>
    response.writeHead(301, { location: `${target.origin}/a.jpg` }).end(),
  );
  const { http } = testHttp([site, target]);
  await expect(download(http, `${site.origin}/a.jpg`, respect)).rejects.toMatchObject({
    outcome: "robots-txt",
  });
  expect(target.hits).toEqual(["/robots.txt"]);
});

test("without respect for opt-outs they are recorded and decide nothing", async () => {
  const site = await siteWith(
    "User-agent: *\nContent-Usage: train-ai=n\nDisallow: /\n",
    (_, response) =>
      response.writeHead(200, { "tdm-reservation": "1", "x-robots-tag": "noai" }).end(picture),
  );
  const { http } = testHttp([site]);
  const { signals } = await download(http, site.origin, { signal: never(), respectOptOuts: false });
  expect(signals).toEqual([
    { signal: "robots-txt", value: "Disallow: /", allows: false },
    { signal: "content-usage", value: "train-ai=n", allows: false },
    { signal: "x-robots-tag", value: "noai", allows: false },
    { signal: "tdm-reservation", value: "1", allows: false },
  ]);
});

test("a site whose robots.txt fails is refused for now, and not asked again at once", async () => {
  const site = await localSite((request, response) => {
    response.writeHead(request.url === "/robots.txt" ? 503 : 200).end();
  });
  const { http } = testHttp([site]);
  for (const path of ["/a.jpg", "/b.jpg"])
    await expect(download(http, site.origin + path, respect)).rejects.toMatchObject({
      outcome: "robots-txt",
      isRetryable: true,
      httpStatus: 503,
    });
  expect(site.hits).toEqual(["/robots.txt"]);
});

test("a declared size above the limit is refused without reading, an undeclared one at the limit", async () => {
  let written = 0;
  const site = await siteWith("", (request, response) => {
    if (request.url === "/declared")
      return response.writeHead(200, { "content-length": 5e9 }).write("a");
    const more = () => {
      do written += 65_536;
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on("drain", more);
    more();
  });
  const { http, held } = testHttp([site]);
  const small = { ...respect, maxBytes: 100_000 };
  for (const path of ["/declared", "/endless"])
    await expect(download(http, site.origin + path, small)).rejects.toMatchObject({
      outcome: "too-large",
      isRetryable: false,
    });
  expect(written).toBeLessThan(30_000_000);
  expect(held()).toBe(0);
});

test("a body of exactly the limit is kept", async () => {
  const site = await siteWith("", (_, response) => response.end(picture));
  const { http } = testHttp([site]);
  const { bytes } = await download(http, site.origin, { ...respect, maxBytes: picture.length });
  expect(bytes).toHaveLength(picture.length);
});

test("a packed picture is refused, since its size cannot be trusted", async () => {
  const site = await siteWith("", (_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
  );
  const { http, held } = testHttp([site]);
  await expect(download(http, site.origin, respect)).rejects.toMatchObject({
    outcome: "http-5xx",
    isRetryable: false,
  });
  expect(held()).toBe(0);
});

test("a host's slot is held until the host knows that its answer was broken off", async () => {
  let isOpen = true;
  const site = await siteWith("", (_request, response) => {
    response.once("close", () => {
      isOpen = false;
    });
    response.writeHead(200, { "content-type": "image/png", "x-robots-tag": "noai" });
    response.write(picture);
  });
  const wasOpen: boolean[] = [];
  const hostLimit = {
    acquire: async () => async () => void wasOpen.push(isOpen),
    backOff: async () => undefined,
  };
  const { http } = testHttp([site], { hostLimit });
  await expect(download(http, `${site.origin}/a`, respect)).rejects.toMatchObject({
    outcome: "ai-opt-out",
  });
  // The first slot was for robots.txt, before there was an answer to break off.
  await expect.poll(() => wasOpen).toEqual([true, false]);
});
