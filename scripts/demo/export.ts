import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as exports from "@/lib/contract/exports";
import type { Export } from "@/lib/domain/export";
import { waitFor } from "./crawl";
import type { ProgressLine } from "./progress-line";
import type { Rest } from "./rest";

const DEADLINE_MS = 5 * 60_000;

/** Has the dataset packed and brings the archive to `path`; its checksum is compared on the way. */
export async function downloadExport(
  rest: Rest,
  { datasetId, path }: { readonly datasetId: string; readonly path: string },
  line: ProgressLine,
): Promise<Export> {
  const { id: exportId } = await rest.call(exports.createExport, { datasetId });
  const built = await waitFor(
    async () => {
      const now = await rest.call(exports.getExport, { exportId });
      line.show(now.progress / 100, `export ${now.status}`);
      return now;
    },
    {
      isFinal: ({ status }) => status !== "pending" && status !== "running",
      deadlineMs: DEADLINE_MS,
    },
  );
  line.end();
  if (built.status !== "ready")
    throw new Error(`The export is ${built.status}: ${built.error ?? "no reason was given"}.`);
  await save(await rest.open(exports.getExportContent, { exportId }), path, built.sha256);
  return built;
}

/** The file appears whole or not at all. */
async function save(response: Response, path: string, sha256: string | null): Promise<void> {
  const draft = `${path}.part`;
  const hash = createHash("sha256");
  await mkdir(dirname(path), { recursive: true });
  try {
    // fetch's own web stream, read by Node: the types differ only in name.
    const body = response.body as Parameters<typeof Readable.fromWeb>[0];
    const bytes = Readable.fromWeb(body).on("data", (part: Uint8Array) => hash.update(part));
    await pipeline(bytes, createWriteStream(draft));
    if (hash.digest("hex") !== sha256) throw new Error("The archive arrived damaged.");
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}
