/**
 * A child process that decodes one picture after another. Node runs this file as it is, so it and all it imports
 * keep to erasable TypeScript and to relative paths with extensions.
 */
import sharp from "sharp";
import { decode } from "./decode.ts";
import type { Picture } from "./inspection.ts";

sharp.cache(false);
sharp.concurrency(1);
// Nothing may be read but these: SVG and the rarer loaders have been the way in before.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: [
    "VipsForeignLoadJpegBuffer",
    "VipsForeignLoadPngBuffer",
    "VipsForeignLoadWebpBuffer",
    "VipsForeignLoadNsgifBuffer",
    "VipsForeignLoadHeifBuffer",
    "VipsForeignLoadTiffBuffer",
  ],
});

// An orderly exit would wait for the decode at hand.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", async (picture: Picture) => {
  const inspection = await decode(picture);
  process.send?.({ inspection, rssBytes: process.memoryUsage.rss() });
});
process.send?.("ready");
