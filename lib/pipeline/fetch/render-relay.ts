import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MB = 1_024 * 1_024;
/** The largest page that is kept has 30 MB as the browser writes it. */
const MAX_MESSAGE_BYTES = 32 * MB;
const MAX_WINDOW_BYTES = 96 * MB;
const WINDOW_MS = 10_000;

/**
 * Stands between the browser and us, and passes on what the browser says (messages that end in NUL, from descriptor 4).
 * Without quotes of the one kind that the shell below uses.
 */
const RELAY = `
const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { Socket } = require("node:net");
const [program, ...args] = process.argv.slice(1);
const browser = spawn(program, args, { stdio: ["ignore", 1, 2, 3, "pipe"] });
const end = () => { browser.kill("SIGKILL"); process.exit(1); };
browser.on("error", end);
browser.on("exit", (code) => process.exit(code ?? 1));
const out = new Socket({ fd: 4, readable: false, writable: true });
out.on("error", end);
let message = 0;
let recent = 0;
setInterval(() => { recent = 0; }, ${WINDOW_MS}).unref();
(async () => {
  for await (const block of browser.stdio[4]) {
    const last = block.lastIndexOf(0);
    message = last < 0 ? message + block.length : block.length - 1 - last;
    recent += block.length;
    if (message > ${MAX_MESSAGE_BYTES} || recent > ${MAX_WINDOW_BYTES}) end();
    if (!out.write(block)) await once(out, "drain");
  }
})().catch(end);
`;

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Lends `launch` a program that starts `browser` behind a relay, which ends it as soon as it says more than a page is
 * worth. What a page logs, throws, posts or names in an address comes to us whole, and a message of half a gigabyte,
 * which no string can hold, would end this very process.
 */
export async function behindRelay<T>(
  browser: string,
  launch: (program: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "pixcrawler-browser-"));
  const program = join(folder, "browser");
  const node = `${quoted(process.execPath)} --max-old-space-size=128`;
  const command = `exec ${node} -e ${quoted(RELAY)} -- ${quoted(browser)} "$@"`;
  try {
    await writeFile(program, `#!/bin/sh\n${command}\n`, { mode: 0o700 });
    return await launch(program);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
