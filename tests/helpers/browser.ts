import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);
const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The package's own looks for its fonts in fixed places. */
const FONTS_CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="relative">cache</cachedir></fontconfig>
`;

interface Browser {
  readonly executablePath: string;
  /** What the program needs beyond our own environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** How Playwright is to start Chromium on this machine: CHROMIUM_PATH, the system's, an npm package's, apt's. */
export async function browserLaunchOptions() {
  const { executablePath, env } = await findBrowser();
  return { executablePath, args: ARGS, env: { ...process.env, ...env } as Record<string, string> };
}

async function findBrowser(): Promise<Browser> {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH, env: {} };
  for (const executablePath of SYSTEM_BROWSERS) {
    if (await isWorking({ executablePath, env: {} })) return { executablePath, env: {} };
  }
  for (const packaged of await packagedBrowsers().catch(() => [])) {
    if (await isWorking(packaged)) return packaged;
  }
  return installedBrowser();
}

/** Some distributions put a script there that only says how to install it, so it has to name a version. */
const isWorking = ({ executablePath, env }: Browser): Promise<boolean> =>
  exec(executablePath, ["--version"], { timeout: 60_000, env: { ...process.env, ...env } }).then(
    ({ stdout }) => /chrom/i.test(stdout),
    () => false,
  );

/**
 * Chromium for x64 Linux from the npm package, unpacked once per version: as it is, and with the
 * libraries that the package brings for a system which lacks them.
 */
async function packagedBrowsers(): Promise<Browser[]> {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve("@sparticuz/chromium")), "..");
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as {
    version: string;
  };
  const unpacked = join(folder, "..", "..", ".cache", `chromium-${version}`);
  if (!existsSync(unpacked)) await unpack(join(folder, "bin"), unpacked);

  const executablePath = join(unpacked, "chromium");
  const fonts = existsSync("/etc/fonts/fonts.conf")
    ? {}
    : { FONTCONFIG_PATH: join(unpacked, "fonts") };
  const libraries = { LD_LIBRARY_PATH: join(unpacked, "al2023", "lib") };
  return [
    { executablePath, env: fonts },
    { executablePath, env: { ...fonts, ...libraries } },
  ];
}

/** The package unpacks into TMPDIR and takes half a file for a whole one, so it gets a place of its own. */
async function unpack(archives: string, target: string): Promise<void> {
  const staging = `${target}.${randomUUID()}`;
  await mkdir(staging, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = staging;
  try {
    const { default: chromium, inflate } = await import("@sparticuz/chromium");
    await chromium.executablePath(archives);
    await inflate(join(archives, "al2023.tar.br"));
    await writeFile(join(staging, "fonts", "fonts.conf"), FONTS_CONFIG);
    await rename(staging, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
    else process.env.TMPDIR = before;
    await rm(staging, { recursive: true, force: true });
  }
}

async function installedBrowser(): Promise<Browser> {
  if (process.getuid?.() !== 0) {
    throw new Error("No Chromium found: install one, or set CHROMIUM_PATH.");
  }
  const apt = (...args: string[]) => exec("apt-get", ["-qq", ...args], { timeout: 300_000 });
  await apt("update");
  await apt("install", "-y", "--no-install-recommends", "chromium");
  return { executablePath: "/usr/bin/chromium", env: {} };
}
