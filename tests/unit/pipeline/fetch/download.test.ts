import { expect, test } from "vitest";
import { download, fetchPage } from "@/lib/pipeline/fetch/download";
import { localSite, never, testHttp } from "./local-site";

const respect = { signal: never(), respectOptOuts: true };
const picture = Buffer.alloc(70_000, 7);

/** A site with one robots.txt and one tdmrep.json (none when empty) and one answer for everything else. */
const siteWith = (robotsTxt: string, answer: Parameters<typeof localSite>[0], tdmRep = "") =>
  localSite((request, response) => {
    const files = { "/robots.txt": robotsTxt, "/.well-known/tdmrep.json": tdmRep };
    const file = files[request.url as keyof typeof files];
    if (file === undefined) return answer(request, response);
    response.writeHead(file ? 200 : 404).end(file);
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
    { signal: "robots-txt", value: "Allow: /ok (line 3)", allows: true },
    { signal: "x-robots-tag", value: "nofollow", allows: true },
  ]);
  expect(site.hits).toEqual(["/robots.txt", "/.well-known/tdmrep.json", "/ok/moved", "/ok/a"]);
  expect(acquired.map(({ crawlDelayMs }) => crawlDelayMs)).toEqual([0, 2_000, 2_000, 2_000]);
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
    message: `robots.txt of ${site.host}: Disallow: /private-gallery/ (line 2)`,
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
    message: `content-signal: ai-train=no (robots.txt, line 2), at ${site.host}`,
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

test("a reservation in tdmrep.json is an opt-out before any request, other paths are free", async () => {
  const site = await siteWith(
    "",
    (_, response) => response.end(picture),
    '[{"location": "/art/", "tdm-reservation": 1}]',
  );
  const { http } = testHttp([site]);
  await expect(download(http, `${site.origin}/art/a.jpg`, respect)).rejects.toMatchObject({
    outcome: "ai-opt-out",
    message: `tdm-rep: /art/ tdm-reservation=1 (rule 1), at ${site.host}`,
    isRetryable: false,
  });
  expect(site.hits).toEqual(["/robots.txt", "/.well-known/tdmrep.json"]);
  await download(http, `${site.origin}/free/a.jpg`, respect);
  expect(site.hits.slice(2)).toEqual(["/free/a.jpg"]);
});

test("a page is asked for like a picture: not where its site or its headers object", async () => {
  const site = await siteWith("User-agent: *\nDisallow: /no\n", (request, response) => {
    response.writeHead(200, request.url === "/page" ? {} : { "x-robots-tag": "noai" }).end("text");
  });
  const { http } = testHttp([site]);
  expect((await fetchPage(http, `${site.origin}/page`, respect)).text).toBe("text");
  const ask = (path: string, respectOptOuts: boolean) =>
    fetchPage(http, site.origin + path, { signal: never(), respectOptOuts });
  await expect(ask("/no", true)).rejects.toMatchObject({ outcome: "robots-txt" });
  await expect(ask("/other", true)).rejects.toMatchObject({ outcome: "ai-opt-out" });
  expect((await ask("/no", false)).text).toBe("text");
});

test.each([true, false])(
  "a pause above a minute is refused with its reason, opt-outs respected: %s",
  async (respectOptOuts) => {
    const site = await siteWith("User-agent: *\nCrawl-delay: 86400\n", (_, response) =>
      response.end(picture),
    );
    const { http } = testHttp([site]);
    const asking = download(http, `${site.origin}/a.jpg`, { signal: never(), respectOptOuts });
    await expect(asking).rejects.toMatchObject({
      outcome: "robots-txt",
      message: `robots.txt of ${site.host}: Crawl-delay: 86400 is above 60 s`,
      isRetryable: false,
    });
    expect(site.hits).toEqual(["/robots.txt"]);
  },
);

test("without respect for opt-outs they are recorded and decide nothing", async () => {
  const site = await siteWith(
    "User-agent: *\nContent-Usage: train-ai=n\nAllow: /.well-known/\nDisallow: /\n",
    (_, response) =>
      response.writeHead(200, { "tdm-reservation": "1", "x-robots-tag": "noai" }).end(picture),
    '[{"location": "/", "tdm-reservation": 1}]',
  );
  const { http } = testHttp([site]);
  const { signals } = await download(http, site.origin, { signal: never(), respectOptOuts: false });
  expect(signals).toEqual([
    { signal: "robots-txt", value: "Disallow: / (line 4)", allows: false },
    { signal: "content-usage", value: "train-ai=n (robots.txt, line 2)", allows: false },
    { signal: "tdm-rep", value: "/ tdm-reservation=1 (rule 1)", allows: false },
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

test("a host's slot is held for as long as a host takes to hear that its answer was broken off", async () => {
  let isOpen = true;
  const site = await siteWith("", (_request, response) => {
    response.once("close", () => {
      isOpen = false;
    });
    response.writeHead(200, { "content-type": "image/png", "x-robots-tag": "noai" });
    response.write(picture);
  });
  const heldMs: number[] = [];
  const hostLimit = {
    acquire: async () => {
      const since = performance.now();
      return async () => void heldMs.push(performance.now() - since);
    },
    backOff: async () => undefined,
  };
  const { http } = testHttp([site], { hostLimit });
  await expect(download(http, `${site.origin}/a`, respect)).rejects.toMatchObject({
    outcome: "ai-opt-out",
  });
  // The first slots were for the site's files; a timer may be a millisecond early.
  expect(heldMs).toHaveLength(3);
  expect(heldMs[2]).toBeGreaterThan(98);
  await expect.poll(() => isOpen).toBe(false);
});
