import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { createRenderer } from "@/lib/pipeline/fetch/render";
import { localSite, never, recordingHosts, testHttp } from "./local-site";

const program = [
  process.env.CHROMIUM_PATH ?? "",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
].find((path) => existsSync(path));
const DEADLINE_MS = 120_000;
const renderer = createRenderer({
  executablePath: program ?? null,
  onUnsandboxed: () => undefined,
  timeoutMs: DEADLINE_MS,
});
afterAll(() => renderer.close());

const SLOW_MACHINE_MS = 240_000;
const options = { signal: never(), respectOptOuts: true };
const script = (code: string) => `<!doctype html><title>t</title><body><script>${code}</script>`;

/** A site whose pages and answers are given by path; anything else is missing. */
const siteOf = (answers: Record<string, string | { type: string; body: string }>) =>
  localSite((request, response) => {
    const answer = answers[request.url ?? ""];
    if (answer === undefined) return response.writeHead(404).end();
    const { type, body } =
      typeof answer === "string" ? { type: "text/html", body: answer } : answer;
    response.writeHead(200, { "content-type": type }).end(body);
  });

test.skipIf(!program)(
  "pictures that scripts name, from data they fetch, stand in the rendered page, and no picture is fetched",
  async () => {
    const site = await siteOf({
      "/": `${script('fetch("/list.json").then((r) => r.json()).then((l) => l.forEach((u) => document.body.append(Object.assign(new Image(), { src: u }))))')}`,
      "/list.json": { type: "application/json", body: '["/made-1.jpg","/made-2.jpg"]' },
    });
    const { http, held } = testHttp([site]);
    const page = await renderer.render(http, `${site.origin}/`, options);
    expect(page.text).toContain('<img src="/made-1.jpg">');
    expect(page.text).toContain('<img src="/made-2.jpg">');
    expect(page.url).toBe(`${site.origin}/`);
    expect(site.hits).toContain("/list.json");
    expect(site.hits.filter((path) => path.endsWith(".jpg"))).toEqual([]);
    expect(held()).toBe(0);
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "pictures that load when scrolled to are named in the rendered page",
  async () => {
    const site = await siteOf({
      "/": `<body style="margin:0"><div style="height:4000px"></div><img data-late="/late.jpg" width="50" height="50">
        <script>new IntersectionObserver((seen) => seen.forEach(({ isIntersecting, target }) => { if (isIntersecting) target.src = target.dataset.late; })).observe(document.querySelector("img"))</script>`,
    });
    const { http } = testHttp([site]);
    const page = await renderer.render(http, `${site.origin}/`, options);
    expect(page.text).toContain('src="/late.jpg"');
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "a page reaches nothing private, by fetch, frame, worker, socket, beacon or WebRTC, and nothing by POST",
  async () => {
    const secret = await localSite((_, response) => {
      response.setHeader("access-control-allow-origin", "*");
      response.end("secret");
    });
    const port = new URL(secret.origin).port;
    let datagrams = 0;
    const udp = createSocket("udp4", () => {
      datagrams += 1;
    });
    onTestFinished(() => void udp.close());
    await new Promise<void>((bound) => udp.bind(Number(port), "127.0.0.1", bound));
    const site = await siteOf({
      "/": script(`
        const say = (text) => document.body.append(text);
        const at = "${secret.origin}/";
        Promise.allSettled([
          fetch(at).then((r) => r.text()).then(say, () => say("[refused]")),
          fetch("http://localhost:${port}/").then((r) => r.text()).then(say, () => say("[refused]")),
          fetch("/posted", { method: "POST", body: "x" }).then(() => say("posted"), () => say("[no post]")),
        ]).then(() => say("[all tried]"));
        new Image().src = at + "image";
        document.body.append(Object.assign(document.createElement("iframe"), { src: at + "frame" }));
        navigator.sendBeacon(at + "beacon", "x");
        new WebSocket("ws://127.0.0.1:${port}/socket");
        new EventSource(at + "events");
        new Worker(URL.createObjectURL(new Blob(["fetch('" + at + "worker'); importScripts('" + at + "script')"])));
        const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:${port}" }] });
        peer.createDataChannel("x");
        peer.createOffer().then((offer) => peer.setLocalDescription(offer));
        open(at + "popup");
      `),
    });
    const { http } = testHttp([site]);
    const page = await renderer.render(http, `${site.origin}/`, options);
    const said = page.text.slice(page.text.lastIndexOf("</script>"));
    expect(said.match(/\[refused\]|\[no post\]/g)?.toSorted()).toEqual([
      "[no post]",
      "[refused]",
      "[refused]",
    ]);
    expect(said).toContain("[all tried]");
    expect(secret.hits).toEqual([]);
    expect(datagrams).toBe(0);
    expect(site.hits).not.toContain("/posted");
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "a page that never ends is given up at the deadline, and the next one is rendered",
  async () => {
    const site = await siteOf({
      "/endless": script(
        'const asking = new XMLHttpRequest(); asking.open("GET", "/running", false); asking.send(); for (;;) {}',
      ),
      "/": script('document.body.append("done")'),
    });
    const deadline = new AbortController();
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const spy = vi
      .spyOn(AbortSignal, "timeout")
      .mockImplementation((ms) => (ms === DEADLINE_MS ? deadline.signal : timeout(ms)));
    onTestFinished(() => spy.mockRestore());
    const { http } = testHttp([site]);
    const endless = renderer.render(http, `${site.origin}/endless`, options);
    const givenUp = expect(endless).rejects.toMatchObject({
      outcome: "timeout",
      isRetryable: true,
    });
    await expect.poll(() => site.hits).toContain("/running");
    deadline.abort();
    await givenUp;
    spy.mockRestore();
    expect((await renderer.render(http, `${site.origin}/`, options)).text).toContain("done");
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "robots.txt and opt-outs hold for the page and for every page that its scripts go on to",
  async () => {
    const site = await localSite((request, response) => {
      if (request.url === "/robots.txt") return response.end("User-agent: *\nDisallow: /closed");
      if (request.url === "/opted-out") response.setHeader("x-robots-tag", "noai");
      response.setHeader("content-type", "text/html");
      response.end(script('location.href = "/closed/page"'));
    });
    const { http } = testHttp([site]);
    const render = (path: string) => renderer.render(http, site.origin + path, options);
    await expect(render("/closed")).rejects.toMatchObject({ outcome: "robots-txt" });
    await expect(render("/opted-out")).rejects.toMatchObject({ outcome: "ai-opt-out" });
    await expect(render("/")).rejects.toMatchObject({ outcome: "robots-txt" });
    expect(site.hits).not.toContain("/closed/page");
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "a cancelled render ends at once with the reason of the cancel",
  async () => {
    const site = await siteOf({ "/": script("for (;;) {}") });
    const { http } = testHttp([site]);
    const cancel = new AbortController();
    const rendering = renderer.render(http, `${site.origin}/`, {
      ...options,
      signal: cancel.signal,
    });
    setImmediate(() => cancel.abort(new Error("cancelled by the person")));
    await expect(rendering).rejects.toThrow("cancelled by the person");
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "pages beyond the two that are rendered at once wait for a place, and a cancelled wait takes none",
  async () => {
    const site = await siteOf({ "/": script('document.body.append("done")') });
    const { http, held } = testHttp([site]);
    const cancel = new AbortController();
    const render = (signal: AbortSignal) =>
      renderer.render(http, `${site.origin}/`, { ...options, signal });
    const pages = [1, 2, 3, 4].map(() => render(never()));
    const cancelled = render(cancel.signal);
    await Promise.race(pages);
    cancel.abort(new Error("cancelled"));
    await expect(cancelled).rejects.toThrow("cancelled");
    const texts = (await Promise.all(pages)).map(({ text }) => text.includes("done"));
    expect(texts).toEqual([true, true, true, true]);
    expect(held()).toBe(0);
  },
  SLOW_MACHINE_MS,
);

test("without a browser the person is told what is missing", async () => {
  const site = await siteOf({ "/": "<p>a page</p>" });
  const { http } = testHttp([site], { hostLimit: recordingHosts().hostLimit });
  const none = createRenderer({
    executablePath: "/nowhere/chromium",
    onUnsandboxed: () => undefined,
  });
  await expect(none.render(http, `${site.origin}/`, options)).rejects.toMatchObject({
    code: "unavailable",
  });
});

test.skipIf(!program)(
  "a page that tells its browser hundreds of megabytes loses its browser, and the next page is rendered",
  async () => {
    const site = await siteOf({
      "/": script(
        'document.body.append(document.createElement("iframe")); document.querySelector("iframe").src = "data:text/html," + "a".repeat(3e8)',
      ),
      "/next": "<p>next</p>",
    });
    const { http } = testHttp([site]);
    const told = renderer.render(http, `${site.origin}/`, options);
    await expect(told).rejects.toMatchObject({ outcome: "connection-lost" });
    expect((await renderer.render(http, `${site.origin}/next`, options)).text).toContain("next");
  },
  SLOW_MACHINE_MS,
);

test.skipIf(!program)(
  "of what a page's scripts ask for a few answers are read at a time, and none that is huge",
  async () => {
    let open = 0;
    let most = 0;
    const site = await localSite(({ url }, response) => {
      if (url === "/")
        return response
          .writeHead(200, { "content-type": "text/html" })
          .end(
            script(
              'for (let i = 0; i < 30; i++) fetch("/part?" + i); fetch("/huge").then((r) => r.text()).then(() => document.body.append("was read"))',
            ),
          );
      if (url === "/huge") return response.end(Buffer.alloc(9_000_000));
      if (!url?.startsWith("/part")) return response.writeHead(404).end();
      open += 1;
      most = Math.max(most, open);
      // Together with whatever else was asked for by then.
      setImmediate(() => setImmediate(() => response.end("x", () => (open -= 1))));
    });
    const { http } = testHttp([site]);
    const { text } = await renderer.render(http, `${site.origin}/`, options);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(6);
    expect(text.replace(/<script>.*<\/script>/s, "")).not.toContain("was read");
  },
  SLOW_MACHINE_MS,
);
