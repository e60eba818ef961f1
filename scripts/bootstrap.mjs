// Runs a script of this project on a machine that may have nothing but Node 20 and npm:
// `node scripts/bootstrap.mjs scripts/demo.ts --once`. No dependencies: there may be none yet.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync, utimesSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isWindows = process.platform === "win32";
const modules = join(root, "node_modules");
const node = join(modules, "node", "bin", isWindows ? "node.exe" : "node");
const RUNTIME_MAJOR = 24;

const [script, ...args] = process.argv.slice(2);
if (!script) fail("Say which script to run.");

if (isStale()) install();
if (runtimeMajor() !== RUNTIME_MAJOR) repairRuntime();
if (runtimeMajor() !== RUNTIME_MAJOR) {
  fail(`${node} is not Node ${RUNTIME_MAJOR}. Delete node_modules and run this again.`);
}
run(script, args);

/** A lock file that is newer than the last installation asks for another one. */
function isStale() {
  if (!existsSync(modules)) return true;
  return statSync(join(root, "bun.lock")).mtimeMs > statSync(modules).mtimeMs;
}

function install() {
  console.log("Installing dependencies …");
  const bun = bunCommand();
  const done = spawnSync(bun.command, [...bun.args, "install", "--frozen-lockfile"], {
    cwd: root,
    stdio: "inherit",
    shell: bun.needsShell,
  });
  if (done.status !== 0) fail("The dependencies could not be installed.");
  const now = new Date();
  utimesSync(modules, now, now);
}

/** `bun run` names itself in npm_execpath; otherwise npm fetches it. */
function bunCommand() {
  const current = process.env.npm_execpath ?? "";
  if (/^bunx?(\.exe)?$/.test(basename(current)) && existsSync(current)) {
    return { command: current, args: [], needsShell: false };
  }
  return { command: "npx", args: ["-y", "bun"], needsShell: isWindows };
}

function runtimeMajor() {
  const asked = spawnSync(node, ["--version"], { encoding: "utf8" });
  return Number(/^v(\d+)\./.exec(asked.stdout ?? "")?.[1]);
}

/** The `node` package puts its program in place in an install script, which an installer may have skipped. */
function repairRuntime() {
  spawnSync(process.execPath, ["installArchSpecificPackage.js"], {
    cwd: join(modules, "node"),
    stdio: "inherit",
  });
}

function run(target, targetArgs) {
  const loader = target.endsWith(".ts")
    ? ["--import", pathToFileURL(join(modules, "tsx", "dist", "loader.mjs")).href]
    : [];
  const child = spawn(node, [...loader, join(root, target), ...targetArgs], {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter),
      NEXT_TELEMETRY_DISABLED: "1",
    },
  });
  // The script ends in its own way and takes us along. A terminal's Ctrl-C reaches it by itself.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code) => process.exit(code ?? 1));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
