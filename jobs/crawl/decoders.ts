import { availableParallelism } from "node:os";
import { env } from "@/lib/env";
import { createDecoderPool } from "@/lib/pipeline/inspect/decoder-pool";
import { processGlobal } from "@/lib/process-global";

/** The children that decode pictures; CRAWL_DECODERS of them, or one for each core. */
export const decoders = () =>
  processGlobal("decoders", () =>
    createDecoderPool({
      size: env().CRAWL_DECODERS || availableParallelism(),
      projectRoot: process.cwd(),
    }),
  );
