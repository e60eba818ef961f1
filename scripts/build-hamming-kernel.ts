/** Compiles the search among hashes into the TypeScript file that carries it: run after a change of the .wat. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import wabt from "wabt";

const FOLDER = join(import.meta.dirname, "../lib/pipeline/dedupe");

const { parseWat } = await wabt();
const source = await readFile(join(FOLDER, "hamming-kernel.wat"), "utf8");
const parsed = parseWat("hamming-kernel.wat", source, { simd: true });
const base64 = Buffer.from(parsed.toBinary({}).buffer).toString("base64");
await writeFile(
  join(FOLDER, "hamming-kernel-bytes.ts"),
  `/** hamming-kernel.wat, compiled by scripts/build-hamming-kernel.ts. */\nexport const HAMMING_KERNEL =\n  "${base64}";\n`,
);
