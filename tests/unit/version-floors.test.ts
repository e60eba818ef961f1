import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The oldest version that may be installed, and why: a look at the lock file must not be needed to feel safe. */
const FLOORS = [
  {
    name: "next",
    floor: "16.4.6",
    because: "16.4.1 closes two remote-code-execution holes, 16.4.6 asks for the mended sharp",
  },
  {
    name: "sharp",
    floor: "0.35.5",
    because: "older ones run an attacker's code from an SVG (0.35.4: from a HEIF)",
  },
  {
    name: "pg-boss",
    floor: "12.38.0",
    because:
      "enqueueing within drizzle's transaction and cancelling by heartbeat were measured on it",
  },
  {
    name: "undici",
    floor: "8.12.4",
    because: "the address guard's connector was tried against this one",
  },
  {
    name: "@supabase/ssr",
    floor: "0.12.7",
    because: "it hands out the headers that keep sessions out of shared caches",
  },
] as const;

const installed = (name: string) =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as { version: string })
    .version;
/** Negative when `a` is older; a pre-release counts as older than its release. */
function compare(a: string, b: string): number {
  const parts = (version: string) => (version.split(/[-+]/)[0] ?? "").split(".").map(Number);
  const [left, right] = [parts(a), parts(b)];
  const at = [0, 1, 2].find((index) => left[index] !== right[index]);
  if (at === undefined) return Number(b.includes("-")) - Number(a.includes("-"));
  return (left[at] ?? 0) - (right[at] ?? 0);
}

test("versions are compared by number", () => {
  expect(compare("16.10.0", "16.4.6")).toBeGreaterThan(0);
  expect(compare("0.35.4", "0.35.5")).toBeLessThan(0);
  expect(compare("16.4.6-canary.1", "16.4.6")).toBeLessThan(0);
  expect(compare("8.12.4", "8.12.4")).toBe(0);
});

test.each(FLOORS)("$name is at least $floor: $because", ({ name, floor }) => {
  const version = installed(name);
  expect(compare(version, floor), `installed: ${version}`).toBeGreaterThanOrEqual(0);
});

test("package.json asks for no version below a floor", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const { name, floor } of FLOORS)
    expect(
      compare((dependencies[name] ?? "0").replace(/^\^/, ""), floor),
      name,
    ).toBeGreaterThanOrEqual(0);
});

test("the code runs on Node 24: undici and pg-boss need 22, and Bun has neither their sockets nor their dispatchers", () => {
  expect(process.versions.node.split(".")[0]).toBe("24");
  expect(process.versions).not.toHaveProperty("bun");
});
