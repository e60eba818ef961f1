import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, LaunchOptions } from "playwright-core";
import { AppError, messageOf } from "@/lib/errors";
import { behindRelay } from "./render-relay";

export interface BrowserSettings {
  /** The program to start; null looks for the system's Chromium, then for the one of @sparticuz/chromium. */
  readonly executablePath: string | null;
  /** Told once a browser runs without Chromium's own sandbox, and why. */
  readonly onUnsandboxed: (reason: string) => void;
}

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const START_MS = 20_000;
/** Nothing listens on the discard port: what is not answered by us goes there, loopback included. */
const DEAD_PROXY = "http://127.0.0.1:9";
const ARGS = [
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--proxy-bypass-list=<-loopback>",
  "--webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-quic",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-file-system",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--dns-prefetch-disable",
  "--no-first-run",
  "--mute-audio",
  "--js-flags=--max-old-space-size=512",
];

/** Starts a headless Chromium without a network and without our environment. Throws AppError("unavailable"). */
export async function startBrowser(settings: BrowserSettings): Promise<Browser> {
  const failures: string[] = [];
  for (const program of programsOf(settings)) {
    try {
      const { executablePath, env } = await program();
      return await behindRelay(executablePath, (relayed) =>
        launch({ executablePath: relayed, env }, settings),
      );
    } catch (error) {
      failures.push(messageOf(error).split("\n")[0] ?? "");
    }
  }
  throw new AppError(
    "unavailable",
    "Pages can only be rendered with Chromium, and none could be started. Install it, or set CHROMIUM_PATH.",
    { details: { failures } },
  );
}

interface Program {
  readonly executablePath: string;
  readonly env: NonNullable<LaunchOptions["env"]>;
}

function programsOf({ executablePath }: BrowserSettings): (() => Promise<Program>)[] {
  const named = executablePath
    ? [executablePath]
    : SYSTEM_BROWSERS.filter((path) => existsSync(path));
  const system = named.map((path) => async () => ({ executablePath: path, env: {} }));
  return executablePath ? system : [...system, packagedBrowser];
}

/** It unpacks itself, with the libraries and fonts that a serverless machine lacks, into the temporary folder. */
async function packagedBrowser(): Promise<Program> {
  const { default: packaged } = await import("@sparticuz/chromium");
  const env = {
    FONTCONFIG_PATH: join(tmpdir(), "fonts"),
    LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib"),
  };
  return { executablePath: await packaged.executablePath(), env };
}

/** With Chromium's sandbox where the system has what it takes; root never has. */
async function launch(program: Program, { onUnsandboxed }: BrowserSettings): Promise<Browser> {
  const { chromium } = await import("playwright-core");
  const options: LaunchOptions = {
    ...program,
    args: ARGS,
    proxy: { server: DEAD_PROXY },
    timeout: START_MS,
    // Signals are the application's own affair: Playwright would end the process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) {
    const sandboxed = await chromium
      .launch({ ...options, chromiumSandbox: true })
      .catch(() => null);
    if (sandboxed) return sandboxed;
  }
  const browser = await chromium.launch({ ...options, chromiumSandbox: false });
  onUnsandboxed(isRoot ? "root has no sandbox" : "the system does not allow Chromium's sandbox");
  return browser;
}
