import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import wabt from "wabt";
import { HAMMING_KERNEL } from "@/lib/pipeline/dedupe/hamming-kernel-bytes";

test("the compiled search is what its source compiles to", async () => {
  const { parseWat } = await wabt();
  const source = await readFile("lib/pipeline/dedupe/hamming-kernel.wat", "utf8");
  const parsed = parseWat("hamming-kernel.wat", source, { simd: true });
  expect(Buffer.from(parsed.toBinary({}).buffer).toString("base64")).toBe(HAMMING_KERNEL);
});
