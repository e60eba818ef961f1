import { availableParallelism } from "node:os";
import { env } from "@/lib/env";
import { createDecoderPool } from "@/lib/pipeline/inspect/decoder-pool";
import { processGlobal } from "@/lib/process-global";

/** How many pictures this process decodes at once. */
export const decoderCount = (): number => env().CRAWL_DECODERS || availableParallelism();

/** The children that decode pictures; CRAWL_DECODERS of them, or one for each core. */
export const decoders = () =>
  processGlobal("decoders", () =>
    createDecoderPool({
      size: decoderCount(),
      projectRoot: process.cwd(),
    }),
  );
