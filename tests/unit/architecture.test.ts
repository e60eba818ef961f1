import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const BASE = [
  "lib/env",
  "lib/errors",
  "lib/logger",
  "lib/process-global",
  "lib/secrets",
  "lib/version",
];

/** What each folder or file may import of the project. What is not here is a mistake, or a decision to write down here. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "lib/domain": [],
  "lib/errors": [],
  "lib/process-global": [],
  "lib/version": ["package.json"],
  "lib/env": ["lib/process-global"],
  "lib/logger": ["lib/env", "lib/process-global"],
  "lib/secrets": ["lib/env", "lib/process-global"],
  "lib/contract": ["lib/domain", "lib/errors"],
  "lib/pipeline": ["lib/domain", "lib/errors"],
  "lib/storage": ["lib/domain", ...BASE],
  "lib/db": ["lib/domain", ...BASE],
  "lib/auth": ["lib/domain", "lib/db", ...BASE],
  jobs: ["lib/domain", "lib/db", "lib/storage", "lib/pipeline", ...BASE],
  "lib/services": [
    "lib/domain",
    "lib/contract",
    "lib/auth",
    "lib/db",
    "lib/storage",
    "lib/pipeline",
    "jobs",
    ...BASE,
  ],
  "lib/api": ["lib/domain", "lib/contract", "lib/auth", "lib/db", ...BASE],
  "components/api": ["lib/contract"],
  components: ["components/api", "lib/domain", "lib/contract", "lib/errors"],
  "app/api": ["lib/api", "lib/contract", "lib/services"],
  "app/auth": ["lib/auth"],
  "app/supabase": ["lib/auth"],
  app: [
    "components",
    "components/api",
    "lib/api",
    "lib/auth",
    "lib/contract",
    "lib/domain",
    "lib/env",
    "lib/errors",
    "lib/services",
  ],
  proxy: ["lib/auth", "lib/env", "lib/logger"],
  instrumentation: ["instrumentation-node"],
  "instrumentation-node": ["jobs", "lib/env", "lib/logger"],
  // The operator's commands stand where app/ stands; the demo is a client of the API.
  scripts: [
    "components/api",
    "jobs",
    "lib/auth",
    "lib/contract",
    "lib/db",
    "lib/domain",
    "lib/pipeline",
    "lib/services",
    "lib/storage",
    ...BASE,
  ],
};
const LAYERS = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length);
const layerOf = (path: string) =>
  LAYERS.find((layer) => path.startsWith(`${layer}/`) || path.replace(/\.tsx?$/, "") === layer);

const filesUnder = (root: string): string[] =>
  statSync(root).isDirectory()
    ? readdirSync(root, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => join(root, file))
    : [root];
const FILES = ["app", "components", "jobs", "lib", "scripts"]
  .concat("proxy.ts", "instrumentation.ts", "instrumentation-node.ts")
  .filter(existsSync)
  .flatMap(filesUnder);

interface Import {
  readonly file: string;
  /** A path from the project's root, or the name of a package. */
  readonly target: string;
  readonly isOwn: boolean;
}
const IMPORTS: Import[] = FILES.flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/(?:\bfrom |\bimport |\bimport\()\s*"([^"\n]+)"/g)].map(
    ([, specifier = ""]) => {
      if (specifier.startsWith("@/")) return { file, target: specifier.slice(2), isOwn: true };
      if (specifier.startsWith("."))
        return { file, target: relative(".", join(dirname(file), specifier)), isOwn: true };
      return { file, target: specifier, isOwn: false };
    },
  ),
);
const arrow = ({ file, target }: Import) => `${file} → ${target}`;

test("every file is in a layer, and imports are found", () => {
  expect(FILES.filter((file) => !layerOf(file))).toEqual([]);
  expect(IMPORTS.length).toBeGreaterThan(FILES.length);
});

test("imports go only down the layers", () => {
  const wrong = IMPORTS.filter(({ file, target, isOwn }) => {
    const from = layerOf(file) ?? "";
    const to = layerOf(target) ?? target;
    return isOwn && to !== from && !MAY_IMPORT[from]?.includes(to);
  });
  expect(wrong.map(arrow)).toEqual([]);
});

test("services enqueue by a queue's definition, and load none of the queues' work but what a request waits for itself", () => {
  const work = /^jobs\/(?:index$|process$|(?!crawl\/(?:preview|network)$)[^/]+\/)/;
  const wrong = IMPORTS.filter(
    ({ file, target, isOwn }) => isOwn && file.startsWith("lib/services/") && work.test(target),
  );
  expect(wrong.map(arrow)).toEqual([]);
});

const STAGES = ["sources", "discover", "fetch", "inspect", "dedupe", "store", "curate", "export"];
/** Hashes are taken where the pixels are, in the decoder's process; what they mean is decided by dedupe. */
const PIXEL_ARROW = "lib/pipeline/inspect/decode.ts → lib/pipeline/dedupe/perceptual-hash.ts";
test("no stage of the pipeline imports a later one", () => {
  const stageOf = (path: string) => STAGES.indexOf(/^lib\/pipeline\/([^/]+)/.exec(path)?.[1] ?? "");
  const stages = readdirSync("lib/pipeline", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(stages.filter((stage) => !STAGES.includes(stage))).toEqual([]);
  const wrong = IMPORTS.filter(
    ({ file, target, isOwn }) => isOwn && stageOf(target) >= 0 && stageOf(file) >= 0,
  ).filter(({ file, target }) => stageOf(target) > stageOf(file));
  expect(wrong.map(arrow)).toEqual([PIXEL_ARROW]);
});

/** Where a package, or all of one kind, may be used; nowhere else. */
const PACKAGES: readonly { package: RegExp; only: RegExp; because: string }[] = [
  {
    package: /^(drizzle-orm|postgres)(\/|$)/,
    only: /^lib\/db\/|^jobs\/define-queue\.ts$/,
    because: "all SQL is in lib/db; pg-boss is handed drizzle's own `sql` to join a transaction",
  },
  { package: /^pg-boss$/, only: /^jobs\/define-queue\.ts$/, because: "queues look alike" },
  {
    package: /^(next|react|react-dom)(\/|$)/,
    only: /^(app|components)\/|^lib\/api\/(action|page)\.ts$|^proxy\.ts$/,
    because: "the product works without its web pages",
  },
  {
    package: /^node:/,
    only: /^(jobs|scripts|app\/supabase)\/|^lib\/(?!domain|contract)|^(proxy|instrumentation.*)\.ts$/,
    because: "domain, contract and components also run in the browser",
  },
  {
    package: /^sharp$/,
    only: /^lib\/pipeline\/(inspect|sources\/sample)\//,
    because: "foreign pictures are decoded in the pool of child processes alone",
  },
  {
    package: /^@supabase\//,
    only: /^lib\/auth\/|^app\/auth\/|^proxy\.ts$|^scripts\/demo/,
    because: "one auth path; the demo signs in as a person does",
  },
];
test.each(PACKAGES)("$package is used only where it belongs: $because", (rule) => {
  const used = IMPORTS.filter(({ target, isOwn }) => !isOwn && rule.package.test(target));
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter(({ file }) => !rule.only.test(file)).map(arrow)).toEqual([]);
});

test("the words of the domain come with nothing but zod", () => {
  const wrong = IMPORTS.filter(({ file, target, isOwn }) => {
    const isInner = file.startsWith("lib/domain/") || file.startsWith("lib/contract/");
    return isInner && !isOwn && target !== "zod";
  });
  expect(wrong.map(arrow)).toEqual([]);
});

test("route files bind and do nothing else", () => {
  const routes = FILES.filter((file) => /^app\/api\/.*route\.ts$/.test(file));
  const line = /^(import .*;|export const [A-Z]+ = (route|rawRoute)\(op\.\w+, \w+(\.\w+)?\);|)$/;
  const wrong = routes.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .filter((text) => !line.test(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(wrong).toEqual([]);
});
