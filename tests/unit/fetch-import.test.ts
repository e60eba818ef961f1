import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FILES = ["app", "components", "jobs", "lib", "proxy.ts", "instrumentation.ts"]
  .concat("instrumentation-node.ts")
  .flatMap((root) =>
    statSync(root).isDirectory()
      ? readdirSync(root, { recursive: true, encoding: "utf8" }).map((file) => join(root, file))
      : [root],
  )
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: withoutComments(readFileSync(file, "utf8")) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** Who may call the global `fetch`, which has no address guard, and why that is safe. */
const UNGUARDED: Record<string, string> = {
  "components/api.ts": "runs in the browser, to the page's own origin",
  "components/report/copy-report.ts": "runs in the browser, to the page's own origin",
  "lib/auth/supabase.ts": "only to SUPABASE_URL, which the operator set",
  "lib/services/language-model.ts": "only to LLM_BASE_URL, which the operator set",
};

test("only the guarded fetch knows undici", () => {
  const users = FILES.filter(({ text }) => /["']undici["']/.test(text)).map(({ file }) => file);
  expect(users.length).toBeGreaterThan(0);
  expect(users.filter((file) => !file.startsWith("lib/pipeline/fetch/"))).toEqual([]);
});

test("nobody calls the global fetch but those with a reason", () => {
  const calls = FILES.filter(({ text }) =>
    /(?<![.\w])fetch\(|globalThis\.fetch|window\.fetch/.test(text),
  );
  // A source is handed its guarded `fetch`, and calls it by that name.
  const isHanded = ({ text }: { text: string }) => /[{,(]\s*fetch\s*[,}:)]/.test(text);
  const unguarded = calls.filter((each) => each.file in UNGUARDED || !isHanded(each));
  expect(unguarded.map(({ file }) => file).sort()).toEqual(Object.keys(UNGUARDED).sort());
});

test("no other module that could reach the network is used for it", () => {
  const ways = [
    /import (?!type)(?:\w+|\* as \w+) from "node:(?:https?|net|tls|dgram|http2)"/,
    /import \{[^}]*\b(?:request|get|connect|createConnection|createSocket|Socket|Agent)\b[^}]*\} from "node:(?:https?|net|tls|dgram|http2)"/,
    /from "(?:axios|got|ky|node-fetch|request|superagent|ws)"/,
  ];
  const users = FILES.filter(({ text }) => ways.some((way) => way.test(text)));
  expect(users.map(({ file }) => file)).toEqual([]);
  const streams = FILES.filter(({ text }) => /\bnew (?:WebSocket|EventSource)\(/.test(text));
  expect(streams.filter(({ file }) => !file.startsWith("components/"))).toEqual([]);
});
