import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { createDecoderPool } from "@/lib/pipeline/inspect/decoder-pool";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import { PROJECT_ROOT, randomFrom, scene } from "./scenes";

const DAMAGES = 25;
const pool = createDecoderPool({ size: 1, projectRoot: PROJECT_ROOT });
afterAll(() => pool.close());

const base = sharp(await scene(2, 120, 90)).withExif({ IFD0: { Copyright: "Nobody" } });
const files = [
  ["JPEG", () => base.clone().jpeg().toBuffer()],
  ["progressive JPEG", () => base.clone().jpeg({ progressive: true }).toBuffer()],
  ["PNG", () => base.clone().png({ palette: true }).toBuffer()],
  ["GIF", () => base.clone().gif().toBuffer()],
  ["WebP", () => base.clone().webp().toBuffer()],
  ["AVIF", () => base.clone().avif({ effort: 0 }).toBuffer()],
  ["TIFF", () => base.clone().tiff({ compression: "lzw" }).toBuffer()],
] as const;

describe.each(files)("a damaged %s", (_name, make) => {
  test("is accepted or refused with a reason, and kills no decoder", async () => {
    const random = randomFrom(77);
    const whole = await make();
    for (let i = 0; i < DAMAGES; i++) {
      const bytes = Buffer.from(
        whole.subarray(0, i % 3 === 0 ? whole.length * random() : whole.length),
      );
      for (let k = 0; k < i % 9; k++) bytes[Math.floor(bytes.length * random())] = 256 * random();
      const found = await inspectImage(pool, bytes, { minWidth: 1, minHeight: 1 });
      if (found.ok) continue;
      expect(found.detail).not.toBe("");
      expect(found.detail).not.toMatch(/crashed|sensible|took more than/);
    }
  });
});
