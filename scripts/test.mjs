// Every check of the project, in order. Ends with the line `N passed, N failed`; non-zero when any failed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const MINUTE_MS = 60_000;
const results = mkdtempSync(join(tmpdir(), "pixcrawler-results-"));

const vitest = (project) => {
  const report = join(results, `${project}.json`);
  return {
    name: project,
    commands: [
      `vitest run --project ${project} --reporter=default --reporter=json --outputFile.json="${report}"`,
    ],
    count: () => countVitest(report),
  };
};
const browserReport = join(results, "browser.json");
const STEPS = [
  { name: "types", commands: ["next typegen", "tsc --noEmit"] },
  { name: "lint", commands: ["biome ci"] },
  { name: "dead code", commands: ["knip"] },
  vitest("unit"),
  vitest("integration"),
  { name: "build", commands: ["next build"] },
  {
    name: "browser",
    needs: "build",
    commands: ["playwright test --reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
    count: () => countPlaywright(browserReport),
  },
];

const outcomes = [];
for (const step of STEPS) outcomes.push(runStep(step));
rmSync(results, { recursive: true, force: true });

console.log("\n");
for (const { name, isOk, passed, failed, seconds } of outcomes) {
  const tests = passed + failed ? ` (${passed} passed, ${failed} failed)` : "";
  console.log(`${isOk ? "ok    " : "FAILED"} ${name}${tests} ${seconds} s`);
}
const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
process.exitCode = outcomes.every(({ isOk }) => isOk) ? 0 : 1;
for (const failure of outcomes.flatMap(({ failures }) => failures)) console.log(`\n${failure}`);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);

function runStep(step) {
  const startedAt = performance.now();
  console.log(`\n── ${step.name}`);
  const isReady = !step.needs || outcomes.find(({ name }) => name === step.needs)?.isOk;
  const isOk = isReady && step.commands.every((command) => runCommand(command, step.env));
  const { passed, failed, failures } = (isReady && step.count?.()) || {
    passed: 0,
    failed: 0,
    failures: [],
  };
  return {
    name: step.name,
    isOk,
    passed,
    // A step that fails without a failing test (a type error, a crash) counts as one failure.
    failed: isOk ? failed : Math.max(failed, 1),
    failures,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}

function runCommand(command, env) {
  const { status } = spawnSync(command, {
    shell: true,
    stdio: "inherit",
    timeout: 10 * MINUTE_MS,
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** A file that could not even be loaded has no tests: it counts as one failure. `failures`: name and reason of each. */
function countVitest(report) {
  const result = readReport(report);
  if (!result) return undefined;
  const unloaded = result.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failing = result.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName, failureMessages }) =>
        toFailure(relative(process.cwd(), name), fullName, failureMessages),
      ),
  );
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + unloaded.length,
    failures: [
      ...failing,
      ...unloaded.map(({ name, message }) =>
        toFailure(relative(process.cwd(), name), "", [message]),
      ),
    ],
  };
}

function countPlaywright(report) {
  const result = readReport(report);
  if (!result) return undefined;
  return {
    passed: result.stats.expected + result.stats.flaky,
    failed: result.stats.unexpected,
    failures: result.suites.flatMap(unexpectedSpecs),
  };
}

function unexpectedSpecs({ suites = [], specs }) {
  return [
    ...suites.flatMap(unexpectedSpecs),
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ file, title, tests }) =>
        toFailure(
          file,
          title,
          tests.flatMap((test) => test.results.map(({ error }) => error?.message ?? "")),
        ),
      ),
  ];
}

/** The end of a log is what is looked at first: it names each failure with the start of its reason. */
function toFailure(file, title, messages) {
  const lines = messages
    .join("\n")
    .split("\n")
    .filter((line) => line && !/^\s+at /.test(line));
  return [`FAILED ${file} ${title}`, ...lines.slice(0, 12)].join("\n");
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
