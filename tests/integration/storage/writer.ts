import { once } from "node:events";
import { Readable } from "node:stream";
import { AppError } from "@/lib/errors";
import { localStorage } from "@/lib/storage/local";

/**
 * A process of its own that puts one object: `writer.ts <root> <key> <bytes>` prints what went wrong,
 * `writer.ts <root> <key> endless` prints a line when half is written and goes on until it is killed or its input ends.
 */
const [root = "", key = "", size = ""] = process.argv.slice(2);

async function* endless() {
  yield Buffer.alloc(100_000);
  process.stdout.write("half written\n");
  // Whoever started this process holds its input open.
  await once(process.stdin.resume(), "end");
}

const body = size === "endless" ? Readable.from(endless()) : Buffer.alloc(Number(size));
const written = localStorage(root).put(key, body, { contentType: "image/jpeg" });
written.catch((error: unknown) => {
  if (!(error instanceof AppError)) throw error;
  const { code, message, cause } = error;
  const reason = cause instanceof Error && "code" in cause ? cause.code : null;
  process.stdout.write(JSON.stringify({ code, message, cause: reason }));
});
