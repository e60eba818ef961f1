import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { Agent } from "undici";

/** Connections that stay open, and so many requests at once on a host, as the product has. */
export interface BareLoopOptions {
  readonly folder: string;
  readonly concurrency: number;
  readonly perHost: number;
}

/** The least anybody could do for a picture: fetch, sha256, thumbnail, 32 × 32 grey, two files. Answers the seconds it took. */
export async function runBareLoop(
  urls: readonly string[],
  { folder, concurrency, perHost }: BareLoopOptions,
): Promise<number> {
  await mkdir(folder, { recursive: true });
  const agent = new Agent({ connections: perHost, pipelining: 1 });
  const waiting = urls.values();
  const startedAt = performance.now();
  const work = async () => {
    // One iterator for all: each takes the next address.
    for (const url of waiting) await takeIn(agent, url, folder);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const seconds = (performance.now() - startedAt) / 1000;
  await agent.close();
  return seconds;
}

async function takeIn(agent: Agent, url: string, folder: string): Promise<void> {
  const { origin, pathname } = new URL(url);
  const answer = await agent.request({ origin, path: pathname, method: "GET" });
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  if (answer.statusCode !== 200) return;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  try {
    const [thumbnail] = await Promise.all([
      sharp(bytes).resize(480, 480, { fit: "inside" }).webp().toBuffer(),
      sharp(bytes).resize(32, 32, { fit: "fill" }).greyscale().raw().toBuffer(),
    ]);
    await writeFile(join(folder, `${sha256}.jpg`), bytes);
    await writeFile(join(folder, `${sha256}.webp`), thumbnail);
  } catch {
    // Not a picture: with faults, some are not.
  }
}
