/**
 * Measures the gallery of a large dataset in a real browser, on an application that runs:
 *
 *   tsx bench/gallery/browser.ts --url http://127.0.0.1:3000 --email me@example.org --password … --dataset <id>
 *
 * Prints the first paint, how much the layout shifted, frame times of scrolling over rows that were never seen (at reading
 * pace, and through the whole list), and the time from a key to the frame that shows its decision. rows.ts makes such a
 * dataset. Decisions are undone at the end.
 */
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { browserLaunchOptions } from "@/tests/helpers/browser";
import { printTable } from "../results";
import { pageProbe } from "./page-probe";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:3000" },
    email: { type: "string", default: "" },
    password: { type: "string", default: "" },
    dataset: { type: "string", default: "" },
    loads: { type: "string", default: "5" },
  },
});
const gallery = `${values.url}/datasets/${values.dataset}`;
const DECISIONS = 30;

async function signIn(page: Page): Promise<void> {
  await page.goto(`${values.url}/login`);
  await page.getByLabel("E-mail").fill(values.email);
  await page.getByLabel("Password", { exact: true }).fill(values.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/dashboard$/);
}

/** Opens the gallery as a person does who comes back: scripts are in the cache. */
async function open(page: Page) {
  await page.goto(gallery, { waitUntil: "load" });
  await page.locator("[role=option]").first().waitFor();
  return page.evaluate(() => window.probe.load());
}

/** At so many px a frame, downwards from `from` (a share of the whole height). */
const scroll = (page: Page, from: number, stepPx: number | "all", frames: number) =>
  page.evaluate(([a, b, c]) => window.probe.scroll(a, b, c), [from, stepPx, frames] as const);

async function decide(page: Page) {
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
  await page.locator("[role=option]").first().click();
  await page.evaluate(() => window.probe.watchKeys());
  for (let press = 0; press < DECISIONS; press += 1) {
    await page.keyboard.press(press % 2 === 0 ? "x" : "a");
    await page.evaluate(() => window.probe.idle());
  }
  const latencies = await page.evaluate(() => window.probe.keyLatencies());
  for (let press = 0; press < DECISIONS; press += 1) await page.keyboard.press("z");
  await page.getByText("Saved", { exact: true }).waitFor();
  return latencies;
}

const at = (sorted: readonly number[], share: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) /
  10;
function rowOf(what: string, timesMs: readonly number[]) {
  const sorted = timesMs.toSorted((a, b) => a - b);
  return {
    what,
    p50: at(sorted, 0.5),
    p95: at(sorted, 0.95),
    max: at(sorted, 1),
    n: sorted.length,
  };
}

const browser = await chromium.launch(await browserLaunchOptions());
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  // tsx names functions through a helper of its own, which the page does not have.
  await context.addInitScript("globalThis.__name = (made) => made");
  await context.addInitScript(pageProbe);
  const page = await context.newPage();
  await signIn(page);
  const loads = [];
  for (let load = 0; load <= Number(values.loads); load += 1) loads.push(await open(page));
  // The first one fetches the scripts.
  const usual = loads.slice(1);
  const frames = [
    rowOf(
      "first contentful paint, ms",
      usual.map(({ paintMs }) => paintMs),
    ),
    rowOf(
      "largest contentful paint, ms",
      usual.map(({ largestMs }) => largestMs),
    ),
    rowOf(
      "layout shift",
      usual.map(({ shift }) => shift),
    ),
    rowOf("frame, still, ms", await scroll(page, 0, 0, 120)),
    rowOf("frame, 2,400 px/s over unseen rows, ms", await scroll(page, 0.1, 40, 480)),
    rowOf("frame, 9,000 px/s over unseen rows, ms", await scroll(page, 0.4, 150, 240)),
    rowOf("frame, the whole list in 5 s, ms", await scroll(page, 0, "all", 300)),
    rowOf("key to the frame that shows it, ms", await decide(page)),
  ];
  printTable(frames);
} finally {
  await browser.close();
}
