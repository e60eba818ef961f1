import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NEXT = join(ROOT, "node_modules", "next", "dist", "bin", "next");
const READY_MS = 180_000;
const STOP_MS = 20_000;
/** Everything that `next build` reads. */
const SOURCES = [
  ...["app", "components", "jobs", "lib", "public", "bun.lock", "next.config.ts"],
  ...["instrumentation.ts", "instrumentation-node.ts", "proxy.ts", "postcss.config.mjs"],
  ...[".env", ".env.local", ".env.production"],
];

export interface RunningApp {
  /** Without a trailing slash. */
  readonly url: string;
  /** Asks it to finish its work; ends it after 20 s. */
  readonly stop: () => Promise<void>;
  /** Settles when the server has ended, for whatever reason. */
  readonly ended: Promise<unknown>;
}

/** Builds the app unless the last build is newer than every source. Throws when the build fails. */
export function buildIfStale(): void {
  const builtAtMs = modifiedAtMs(join(ROOT, ".next", "BUILD_ID"));
  if (SOURCES.every((source) => newestMs(join(ROOT, source)) < builtAtMs)) return;
  const build = spawnSync(process.execPath, [NEXT, "build"], { cwd: ROOT, stdio: "inherit" });
  if (build.status !== 0) throw new Error("The build failed.");
}

/** Starts the built app on loopback, on `port` or the next free one, and waits until it is ready. */
export async function launchApp(options: {
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<RunningApp> {
  const port = await nextFreePort(options.port);
  const url = `http://localhost:${port}`;
  const command = [NEXT, "start", "--hostname", "127.0.0.1", "--port", String(port)];
  const server = spawn(process.execPath, command, {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      ...options.env,
      NODE_ENV: "production",
      NEXT_MANUAL_SIG_HANDLE: "true",
      PORT: String(port),
      APP_URL: url,
    },
  });
  const ended = once(server, "exit");
  const app = { url, ended, stop: () => stop(server, ended) };
  try {
    await untilReady(server, `${url}/api/v1/health/ready`);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return app;
}

async function untilReady(server: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (server.exitCode === null && server.signalCode === null) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (performance.now() > deadline) throw new Error(`${url} was not ready within 3 minutes.`);
    await sleep(200);
  }
  throw new Error("The server ended before it was ready.");
}

async function stop(server: ChildProcess, ended: Promise<unknown>): Promise<void> {
  server.kill("SIGTERM");
  const timer = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}

async function nextFreePort(first: number): Promise<number> {
  for (let port = first; port < first + 100; port++) {
    const probe = createServer();
    try {
      probe.listen(port);
      await once(probe, "listening");
      if (port !== first) process.stderr.write(`Port ${first} is taken; using ${port}.\n`);
      return port;
    } catch {
      // Taken: try the next one.
    } finally {
      probe.close();
    }
  }
  throw new Error(`No free port from ${first} on.`);
}

/** 0 when there is no such file. */
const modifiedAtMs = (path: string): number =>
  statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Of a file, or of a folder with everything in it: removing a file touches its folder. */
function newestMs(path: string): number {
  const own = statSync(path, { throwIfNoEntry: false });
  if (!own?.isDirectory()) return own?.mtimeMs ?? 0;
  const entries = readdirSync(path, { recursive: true, encoding: "utf8" });
  return Math.max(own.mtimeMs, ...entries.map((entry) => modifiedAtMs(join(path, entry))));
}
