import type { ChildProcess } from "node:child_process";
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from "vitest";
import { RetryAfterError } from "@/lib/errors";
import {
  createDecoderPool,
  type DecoderPool,
  type DecoderPoolOptions,
} from "@/lib/pipeline/inspect/decoder-pool";
import type { Picture } from "@/lib/pipeline/inspect/inspection";
import { PROJECT_ROOT, scene } from "./scenes";

const forks: { child: ChildProcess; options: Record<string, unknown> }[] = [];
vi.mock("node:child_process", async (importOriginal) => {
  const original = await importOriginal<typeof import("node:child_process")>();
  const fork = (...args: Parameters<typeof original.fork>) => {
    const child = original.fork(...args);
    forks.push({ child, options: { ...args[2] } });
    return child;
  };
  return { ...original, fork };
});

let small: Picture;
let pool: DecoderPool | undefined;
const open = (options: Partial<DecoderPoolOptions> = {}) => {
  pool = createDecoderPool({ size: 1, projectRoot: PROJECT_ROOT, ...options });
  return pool;
};

beforeAll(async () => {
  small = { bytes: await scene(1), format: "png", minWidth: 1, minHeight: 1 };
});
beforeEach(() => forks.splice(0));
afterEach(() => pool?.close());

/** The decoder at work, which takes what it is given and answers nothing until it goes on. */
async function stoppedDecoder(opened: DecoderPool) {
  await opened.inspect(small);
  const { child } = forks.at(-1) ?? {};
  if (!child?.pid) throw new Error("No decoder was started.");
  const { pid } = child;
  process.kill(pid, "SIGSTOP");
  return { child, goOn: () => process.kill(pid, "SIGCONT") };
}

test("a decoder sees no environment, reads the project only, and starts when first needed", async () => {
  const opened = open();
  expect(forks).toHaveLength(0);
  expect(await opened.inspect(small)).toMatchObject({ ok: true });
  const { options } = forks.at(-1) ?? {};
  expect(options).toMatchObject({ env: {}, serialization: "advanced" });
  expect(options?.execArgv).toEqual([
    "--permission",
    "--allow-addons",
    `--allow-fs-read=${PROJECT_ROOT}`,
  ]);
});

test("a decoder killed in the middle of a picture costs that picture alone", async () => {
  const opened = open();
  const { child } = await stoppedDecoder(opened);
  const killed = opened.inspect(small);
  const next = opened.inspect(small);
  child.kill("SIGKILL");
  expect(await killed).toEqual({ ok: false, outcome: "corrupt", detail: "decoder crashed" });
  expect(await next).toMatchObject({ ok: true });
});

test("a picture past the deadline costs itself and its decoder, and the next one gets another", async () => {
  const opened = open({ deadlineMs: 60_000 });
  const { child } = await stoppedDecoder(opened);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const late = opened.inspect(small);
  const next = opened.inspect(small);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await late).toMatchObject({
    ok: false,
    outcome: "corrupt",
    detail: expect.stringContaining("60000 ms"),
  });
  expect(await next).toMatchObject({ ok: true });
  expect(child.signalCode).toBe("SIGKILL");
});

test("a decoder is replaced after its share of pictures", async () => {
  const opened = open({ recycleAfter: 2 });
  await opened.inspect(small);
  const before = forks.length;
  for (let i = 0; i < 4; i++) expect(await opened.inspect(small)).toMatchObject({ ok: true });
  expect(forks.length - before).toBe(2);
});

describe("waiting pictures", () => {
  test("one more than may wait is refused", async () => {
    const opened = open({ maxQueue: 1 });
    const accepted = [opened.inspect(small), opened.inspect(small)];
    await expect(opened.inspect(small)).rejects.toBeInstanceOf(RetryAfterError);
    expect(await Promise.all(accepted)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  test("an abort ends the wait with its reason and disturbs nobody", async () => {
    const opened = open();
    const abort = new AbortController();
    const others = [opened.inspect(small)];
    const aborted = opened.inspect(small, abort.signal);
    others.push(opened.inspect(small));
    abort.abort(new Error("cancelled"));
    await expect(aborted).rejects.toThrow("cancelled");
    expect(await Promise.all(others)).toMatchObject([{ ok: true }, { ok: true }]);
  });

  test("an abort does not wait for the decoder at work", async () => {
    const opened = open();
    const { goOn } = await stoppedDecoder(opened);
    const abort = new AbortController();
    const aborted = opened.inspect(small, abort.signal);
    abort.abort(new Error("cancelled"));
    await expect(aborted).rejects.toThrow("cancelled");
    goOn();
    expect(await opened.inspect(small)).toMatchObject({ ok: true });
  });

  test("closing rejects them, and the one at work, and leaves no process", async () => {
    const opened = open();
    await stoppedDecoder(opened);
    const pending = Promise.allSettled([opened.inspect(small), opened.inspect(small)]);
    await opened.close();
    expect((await pending).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(forks.every(({ child }) => child.signalCode === "SIGKILL")).toBe(true);
    await expect(opened.inspect(small)).rejects.toThrow("closed");
  });
});

test("a pool that can start no decoder says so", async () => {
  const opened = open({ projectRoot: import.meta.dirname });
  await expect(opened.inspect(small)).rejects.toThrow("could not start");
});
