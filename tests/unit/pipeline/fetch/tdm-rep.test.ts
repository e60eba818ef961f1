import { expect, test } from "vitest";
import { createTdmRep, judgeReservation, parseTdmRep } from "@/lib/pipeline/fetch/tdm-rep";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { never } from "./local-site";

const url = (path: string) => new URL(path, "https://example.org");
const judge = (rules: unknown, path: string) =>
  judgeReservation(parseTdmRep(JSON.stringify(rules)), url(path))[0]?.allows;

const rules = [
  { location: "/directory-a/", "tdm-reservation": 1 },
  {
    location: "/directory-b/html/",
    "tdm-reservation": 1,
    "tdm-policy": "https://example.org/policy.json",
  },
  { location: "/directory-b/images/*.jpg", "tdm-reservation": 0 },
  { location: "/directory-b/", "tdm-reservation": "1" },
  { location: "/exactly$", "tdm-reservation": 1 },
];

test.each([
  ["/directory-a/x.png", false],
  ["/directory-b/html/index.html", false],
  ["/directory-b/images/deep/a.jpg", true],
  ["/directory-b/images/a.png", false],
  ["/exactly", false],
  ["/exactly/not", undefined],
  ["/Directory-A/x.png", undefined],
  ["/", undefined],
])("the first rule that matches decides: %s is allowed: %s", (path, allows) => {
  expect(judge(rules, path)).toBe(allows);
});

test("the signal names the rule with its policy", () => {
  expect(judgeReservation(parseTdmRep(JSON.stringify(rules)), url("/directory-b/html/a"))).toEqual([
    {
      signal: "tdm-rep",
      value:
        "/directory-b/html/ tdm-reservation=1 tdm-policy=https://example.org/policy.json (rule 2)",
      allows: false,
    },
  ]);
});

test("what a signal keeps of a rule stays short", () => {
  const long = "x".repeat(1_500);
  const rule = { location: `/${long}`, "tdm-reservation": 1, "tdm-policy": long };
  const [signal] = judgeReservation(parseTdmRep(JSON.stringify([rule])), url(`/${long}`));
  expect(signal?.value.length).toBeLessThanOrEqual(500);
});

test.each([
  ["a page in its place", "<!doctype html><h1>Not found</h1>"],
  ["nothing", ""],
  ["no list", '{"location": "/", "tdm-reservation": 1}'],
  ["rules of another shape", '[null, 1, "x", {"location": 1}, {"tdm-reservation": 1}]'],
  ["another value", '[{"location": "/", "tdm-reservation": 2}]'],
])("%s states nothing", (_, text) => {
  expect(parseTdmRep(text)).toEqual([]);
});

test("a rule of another shape does not hide the next one, nor a byte order mark the file", () => {
  const text = '\ufeff[{"location": 7}, {"location": "/", "tdm-reservation": 1, "tdm-policy": 7}]';
  expect(judgeReservation(parseTdmRep(text), url("/a"))).toEqual([
    { signal: "tdm-rep", value: "/ tdm-reservation=1 (rule 2)", allows: false },
  ]);
});

/** tdmrep.json of one origin, on a clock that stands still unless it is moved. */
function tdmRepOver(answer: string | Error) {
  const asked: { address: string; crawlDelayMs: number }[] = [];
  const clock = { nowMs: 0 };
  const { wish } = createTdmRep({
    now: () => clock.nowMs,
    fetchText: async ({ href }, { crawlDelayMs }) => {
      asked.push({ address: href, crawlDelayMs });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const ask = () => wish(url("/a"), { signal: never(), crawlDelayMs: 500 });
  return { ask, asked, clock };
}

const error = (httpStatus: number | undefined, isRetryable: boolean) =>
  new FetchError("http-5xx", "no", { isRetryable, ...(httpStatus && { httpStatus }) });

test.each([
  ["is there", '[{"location": "/", "tdm-reservation": 1}]', [false], 86_400_000],
  ["is missing", error(404, false), [], 86_400_000],
  ["cannot be read for now", error(503, true), [], 300_000],
])("a file that %s is asked for again when its time is over", async (_, answer, allows, ttlMs) => {
  const { ask, asked, clock } = tdmRepOver(answer);
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(first.map((signal) => signal.allows)).toEqual(allows);
  expect(second).toEqual(first);
  clock.nowMs = ttlMs - 1;
  await ask();
  const request = { address: "https://example.org/.well-known/tdmrep.json", crawlDelayMs: 500 };
  expect(asked).toEqual([request]);
  clock.nowMs = ttlMs;
  await ask();
  expect(asked).toHaveLength(2);
});

test("a file that our own politeness did not ask for is not taken for missing", async () => {
  const ours = new FetchError("rate-limited", "busy", { isRetryable: true });
  const { ask, asked } = tdmRepOver(ours);
  await expect(ask()).rejects.toBe(ours);
  await expect(ask()).rejects.toBe(ours);
  expect(asked).toHaveLength(2);
});
