import { RetryAfterError } from "@/lib/errors";
import { type DecoderProcess, type Identity, NOBODY, startDecoder } from "./decoder-process.ts";
import type { Inspection, Picture } from "./inspection.ts";

/** A decoder that has grown past this is replaced, whatever its age. */
const MAX_RSS_BYTES = 512 * 1024 * 1024;
const CLOSED = "The decoder pool is closed";

export interface DecoderPoolOptions {
  /** Decoders at most; each is started when first needed. */
  size: number;
  /** Folder that holds `lib/` and `node_modules/`. */
  projectRoot: string;
  /** From handing a picture to a decoder until the decoder is killed. */
  deadlineMs?: number;
  /** Pictures after which a decoder is replaced. */
  recycleAfter?: number;
  /** Pictures that may wait; one more is refused with RetryAfterError. */
  maxQueue?: number;
}

/** Decodes pictures in child processes, since decoding hostile bytes is running hostile code. */
export interface DecoderPool {
  /**
   * Ends with an inspection even if the decoder dies. Rejects only with the signal's reason, with RetryAfterError when
   * the queue is full, or when the pool is closed or can start no decoder at all.
   */
  inspect(picture: Picture, signal?: AbortSignal): Promise<Inspection>;
  /** Refuses what waits and kills the decoders. */
  close(): Promise<void>;
}

interface Task {
  readonly picture: Picture;
  readonly resolve: (inspection: Inspection) => void;
  readonly reject: (reason: unknown) => void;
}

/** A place for one decoder, which outlives the decoders in it. */
interface Lane {
  decoder?: DecoderProcess | undefined;
  pictures: number;
  task?: Task | undefined;
  serving?: Promise<void> | undefined;
}

export function createDecoderPool({
  size,
  projectRoot,
  deadlineMs = 10_000,
  recycleAfter = 500,
  maxQueue = 1_000,
}: DecoderPoolOptions): DecoderPool {
  const queue: Task[] = [];
  const lanes = Array.from({ length: size }, (): Lane => ({ pictures: 0 }));
  let isClosed = false;
  let identity: Promise<Identity> | undefined;

  const start = async () => {
    identity ??= chooseIdentity(projectRoot, deadlineMs);
    return await startDecoder({ projectRoot, deadlineMs, identity: await identity });
  };

  async function decoderOf(lane: Lane): Promise<DecoderProcess> {
    const isWorn = lane.pictures >= recycleAfter || (lane.decoder?.rssBytes() ?? 0) > MAX_RSS_BYTES;
    if (lane.decoder?.isAlive() && !isWorn) return lane.decoder;
    await lane.decoder?.kill();
    lane.decoder = await start();
    lane.pictures = 0;
    return lane.decoder;
  }

  /** Serves the queue until it is empty. Never rejects. */
  async function serve(lane: Lane): Promise<void> {
    for (let task = queue.shift(); task; task = queue.shift()) {
      lane.task = task;
      try {
        const decoder = await decoderOf(lane);
        lane.pictures++;
        if (!isClosed) task.resolve(await decoder.decode(task.picture));
      } catch (error) {
        task.reject(error);
      }
    }
    lane.task = undefined;
    lane.serving = undefined;
  }

  return {
    async inspect(picture, signal) {
      signal?.throwIfAborted();
      if (isClosed) throw new Error(CLOSED);
      if (queue.length >= maxQueue) throw new RetryAfterError(1, "too many pictures wait");
      const { promise, resolve, reject } = Promise.withResolvers<Inspection>();
      const task: Task = { picture, resolve, reject };
      // A picture already with a decoder is finished there; its answer is no longer awaited.
      const abandon = () => {
        const at = queue.indexOf(task);
        if (at >= 0) queue.splice(at, 1);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", abandon, { once: true });
      queue.push(task);
      const lane = lanes.find((candidate) => !candidate.serving);
      if (lane) lane.serving = serve(lane);
      try {
        return await promise;
      } finally {
        signal?.removeEventListener("abort", abandon);
      }
    },
    async close() {
      isClosed = true;
      for (const task of queue.splice(0)) task.reject(new Error(CLOSED));
      await Promise.all(
        lanes.map(async (lane) => {
          lane.task?.reject(new Error(CLOSED));
          await lane.decoder?.kill();
          await lane.serving;
          // One may have been starting.
          await lane.decoder?.kill();
        }),
      );
    },
  };
}

/** Nobody, where this process may become it and nobody may read the project; else the user we are. */
async function chooseIdentity(projectRoot: string, deadlineMs: number): Promise<Identity> {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const decoder = await startDecoder({ projectRoot, deadlineMs, identity: NOBODY });
    await decoder.kill();
    return NOBODY;
  } catch {
    return undefined;
  }
}
