import type { ChildProcess } from "node:child_process";
import sharp from "sharp";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
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
/** 49 megapixels that take some hundred milliseconds to decode. */
let slow: Picture;
let pool: DecoderPool | undefined;
const open = (options: Partial<DecoderPoolOptions> = {}) => {
  pool = createDecoderPool({ size: 1, projectRoot: PROJECT_ROOT, ...options });
  return pool;
};

beforeAll(async () => {
  const create = { width: 7000, height: 7000, channels: 3 as const, background: "#345" };
  const sides = { minWidth: 1, minHeight: 1 };
  small = { bytes: await scene(1), format: "png", ...sides };
  slow = { bytes: await sharp({ create }).png().toBuffer(), format: "png", ...sides };
});
beforeEach(() => forks.splice(0));
afterEach(() => pool?.close());

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
  await opened.inspect(small);
  const child = forks.at(-1)?.child;
  const killed = opened.inspect(slow);
  const next = opened.inspect(small);
  await vi.waitFor(() => expect(child?.connected).toBe(true));
  child?.kill("SIGKILL");
  expect(await killed).toEqual({ ok: false, outcome: "corrupt", detail: "decoder crashed" });
  expect(await next).toMatchObject({ ok: true });
});

test("a picture past the deadline is given up and its decoder is killed", async () => {
  const opened = open({ deadlineMs: 1 });
  expect(await opened.inspect(slow)).toMatchObject({
    ok: false,
    outcome: "corrupt",
    detail: expect.stringContaining("1 ms"),
  });
  const child = forks.at(-1)?.child;
  await vi.waitFor(() => expect(child?.signalCode).toBe("SIGKILL"));
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
    await opened.inspect(small);
    const abort = new AbortController();
    const aborted = opened.inspect(slow, abort.signal);
    abort.abort(new Error("cancelled"));
    await expect(aborted).rejects.toThrow("cancelled");
    expect(await opened.inspect(small)).toMatchObject({ ok: true });
  });

  test("closing rejects them, and the one at work, and leaves no process", async () => {
    const opened = open();
    await opened.inspect(small);
    const pending = Promise.allSettled([opened.inspect(slow), opened.inspect(small)]);
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
