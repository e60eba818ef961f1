import { expect, test } from "vitest";
import { createRobots } from "@/lib/pipeline/fetch/robots";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { localSite, never, testHttp } from "./local-site";

const url = (path: string, origin = "https://example.org") => new URL(path, origin);

/** Robots over a table of texts or errors per origin, on a clock that stands still unless it is moved. */
function robotsOver(answers: Record<string, string | Error>, maxOrigins = 10) {
  const asked: string[] = [];
  const clock = { nowMs: 0 };
  const robots = createRobots({
    maxOrigins,
    now: () => clock.nowMs,
    fetchText: async ({ origin, pathname }) => {
      asked.push(origin + pathname);
      const answer = answers[origin] ?? "";
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { robots, asked, clock, verdict: (at: URL) => robots.verdict(at, never()) };
}

const httpError = (outcome: "http-4xx" | "http-5xx", httpStatus: number, isRetryable: boolean) =>
  new FetchError(outcome, `answered ${httpStatus}`, { httpStatus, isRetryable });

test("an origin is asked once for all who ask at the same time, and again after a day", async () => {
  const { verdict, asked, clock } = robotsOver({
    "https://example.org": "User-agent: *\nDisallow: /x",
  });
  const [a, b] = await Promise.all([verdict(url("/x")), verdict(url("/y"))]);
  expect([a.isAllowed, b.isAllowed]).toEqual([false, true]);
  expect(a.signals).toEqual([
    { signal: "robots-txt", value: "Disallow: /x (line 2)", allows: false },
  ]);
  clock.nowMs = 86_399_999;
  await verdict(url("/z"));
  expect(asked).toEqual(["https://example.org/robots.txt"]);
  clock.nowMs = 86_400_000;
  await verdict(url("/z"));
  expect(asked).toHaveLength(2);
});

test("scheme, name and port make an origin", async () => {
  const { verdict, asked } = robotsOver({});
  const origins = [
    "http://a.example",
    "https://a.example",
    "http://a.example:8080",
    "http://b.example",
  ];
  for (const origin of [...origins, ...origins]) await verdict(url("/", origin));
  expect(asked).toEqual(origins.map((origin) => `${origin}/robots.txt`));
});

test("the origin asked least recently leaves a full cache", async () => {
  const { verdict, asked } = robotsOver({}, 2);
  for (const name of ["a", "b", "a", "c", "a", "b"])
    await verdict(url("/", `http://${name}.example`));
  expect(asked.map((address) => address[7])).toEqual(["a", "b", "c", "b"]);
});

test.each([
  ["404", httpError("http-4xx", 404, false)],
  ["403", httpError("http-4xx", 403, false)],
  ["endless redirects", new FetchError("too-many-redirects", "gave up")],
])("a site without robots.txt (%s) allows all and says so", async (_, error) => {
  const { verdict } = robotsOver({ "https://example.org": error });
  const answer = await verdict(url("/a"));
  expect(answer).toMatchObject({ isAllowed: true, failure: null, crawlDelayMs: 0 });
  expect(answer.signals[0]?.value).toContain("no robots.txt");
});

test.each([
  [httpError("http-5xx", 503, true), "robots-txt"],
  [httpError("http-4xx", 408, true), "robots-txt"],
  [new FetchError("timeout", "slow", { isRetryable: true }), "timeout"],
  [new FetchError("dns", "unknown", { isRetryable: true }), "dns"],
  [new FetchError("blocked-address", "private"), "blocked-address"],
  [new FetchError("rate-limited", "429", { httpStatus: 429, isRetryable: true }), "rate-limited"],
])(
  "a robots.txt that cannot be read (%s) allows nothing for five minutes: %s",
  async (error, outcome) => {
    const { verdict, asked, clock } = robotsOver({ "https://example.org": error });
    const answer = await verdict(url("/a"));
    expect(answer).toMatchObject({
      isAllowed: false,
      failure: { outcome, isRetryable: error.isRetryable },
    });
    expect(answer.signals[0]).toMatchObject({ signal: "robots-txt", allows: false });
    clock.nowMs = 299_999;
    await verdict(url("/b"));
    expect(asked).toHaveLength(1);
    clock.nowMs = 300_000;
    await verdict(url("/c"));
    expect(asked).toHaveLength(2);
  },
);

test("a refusal by our own politeness is not held against the site", async () => {
  const ours = new FetchError("rate-limited", "backing off", { isRetryable: true });
  const { verdict, asked } = robotsOver({ "https://example.org": ours });
  await verdict(url("/a"));
  await verdict(url("/a"));
  expect(asked).toHaveLength(2);
});

test("a fault of ours is thrown, not cached", async () => {
  const fault = new TypeError("a bug");
  const { verdict, asked } = robotsOver({ "https://example.org": fault });
  await expect(verdict(url("/a"))).rejects.toBe(fault);
  await expect(verdict(url("/a"))).rejects.toBe(fault);
  expect(asked).toHaveLength(2);
});

test("one caller's abort ends its own wait, the last caller's ends the fetch", async () => {
  const signals: AbortSignal[] = [];
  const robots = createRobots({
    fetchText: (_, signal) => {
      signals.push(signal);
      return new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
    },
  });
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [first, second].map(({ signal }) => robots.verdict(url("/"), signal));
  const reasons = Promise.allSettled(waits);
  first.abort("one");
  await expect(waits[0]).rejects.toBe("one");
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  second.abort("two");
  expect((await reasons).map((result) => result.status === "rejected" && result.reason)).toEqual([
    "one",
    "two",
  ]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test("only whole lines of the first 500 KiB are read", async () => {
  const head = "User-agent: *\nDisallow: /private\n";
  const cut = "\nDisallow: /pub";
  const padding = "#".repeat(500 * 1_024 - head.length - cut.length);
  const text = `${head}${padding}${cut}lic-only-in-part\nDisallow: /\n`;
  const site = await localSite((request, response) =>
    response.end(request.url === "/robots.txt" ? text : "ok"),
  );
  const { http } = testHttp([site]);
  const open = (path: string) =>
    http.open(site.origin + path, { signal: never(), respectRobots: true });
  await expect(open("/private")).rejects.toMatchObject({ outcome: "robots-txt" });
  await (await open("/public")).discard();
});
