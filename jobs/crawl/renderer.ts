import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { createRenderer, type Renderer } from "@/lib/pipeline/fetch/render";
import { forgetProcessGlobal, processGlobal } from "@/lib/process-global";

const create = (): Renderer =>
  createRenderer({
    executablePath: env().CHROMIUM_PATH ?? null,
    onUnsandboxed: (reason) =>
      logger().warn({ reason }, "the browser that renders pages runs without its sandbox"),
  });

/** The browser of this process; it starts at the first page and ends when it is not needed. */
export const renderer = (): Renderer => processGlobal("renderer", create);

export async function closeRenderer(): Promise<void> {
  const current = renderer();
  forgetProcessGlobal("renderer");
  await current.close();
}
