import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { localStorage } from "@/lib/storage/local";
import type { Storage } from "@/lib/storage/storage";
import { storageContract } from "./storage.contract";

const KEY = "datasets/d1/images/ab/abcd.jpg";
const JPEG = { contentType: "image/jpeg" };
const WRITER = fileURLToPath(new URL("writer.ts", import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "storage-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));
async function keysOf(storage: Storage) {
  const keys: string[] = [];
  for await (const { key } of storage.list("")) keys.push(key);
  return keys;
}
const temporaryFiles = () => readdir(join(root, ".tmp"));

storageContract("the local disk", async () => localStorage(root));

describe("a disk that refuses", () => {
  test("to hold more: the write fails as unavailable, and the old object and no rest remain", async () => {
    const storage = localStorage(root);
    await storage.put(KEY, Buffer.from("before"), JPEG);
    // The limit on file sizes makes the kernel refuse the write half-way, as a full disk does.
    const command = `ulimit -f 64; exec "$0" --import tsx "$1" "$2" "$3" 200000`;
    const { stdout } = await promisify(execFile)(
      "sh",
      ["-c", command, process.execPath, WRITER, root, KEY],
      { env: { ...process.env, TSX_DISABLE_CACHE: "1" } },
    );
    expect(JSON.parse(stdout)).toEqual({
      code: "unavailable",
      message: "The file is larger than the disk allows.",
      cause: "EFBIG",
    });
    expect(await text(await storage.get(KEY))).toBe("before");
    expect(await temporaryFiles()).toEqual([]);
  });

  test.skipIf(!existsSync("/dev/full"))("because it is full: says so", async () => {
    async function* untilFull() {
      yield Buffer.from("first part");
      await writeFile("/dev/full", "more");
    }
    const storage = localStorage(root);
    await expect(storage.put(KEY, Readable.from(untilFull()), JPEG)).rejects.toMatchObject({
      code: "unavailable",
      message: "The disk is full.",
    });
    expect(await storage.head(KEY)).toBeNull();
    expect(await temporaryFiles()).toEqual([]);
  });

  test("because its root is a file: is unavailable, and the body is let go", async () => {
    const file = join(root, "file");
    await writeFile(file, "");
    const body = Readable.from([Buffer.from("x")]);
    await expect(localStorage(file).put(KEY, body, JPEG)).rejects.toMatchObject({
      code: "unavailable",
      message: "The storage folder is not a folder.",
    });
    expect(body.destroyed).toBe(true);
  });
});

describe("temporary files", () => {
  const abandoned = async (name: string, ageMs = 0) => {
    await mkdir(join(root, ".tmp"), { recursive: true });
    await writeFile(join(root, ".tmp", name), "half");
    const time = new Date(Date.now() - ageMs);
    await utimes(join(root, ".tmp", name), time, time);
  };
  const uuid = "0193b5e0-0000-7000-8000-000000000001";
  const aDayMs = 86_400_000;

  test("of a killed process are swept, and never looked like objects", async () => {
    const child: ChildProcess = spawn(
      process.execPath,
      ["--import", "tsx", WRITER, root, KEY, "endless"],
      { stdio: ["pipe", "pipe", "inherit"] },
    );
    if (child.stdout === null) throw new Error("stdout is piped");
    await once(child.stdout, "data");
    const storage = localStorage(root);
    expect(await storage.sweepTemporary()).toBe(0);
    const closed = once(child, "close");
    child.kill("SIGKILL");
    await closed;
    expect(await temporaryFiles()).toHaveLength(1);
    expect(await keysOf(storage)).toEqual([]);
    expect(await storage.sweepTemporary()).toBe(1);
    expect(await temporaryFiles()).toEqual([]);
  });

  test("that this process is writing are never swept", async () => {
    const storage = localStorage(root);
    const source = new Readable({ read() {} });
    const putting = storage.put(KEY, source, JPEG);
    source.push("some");
    await expect.poll(() => existsSync(join(root, ".tmp")) && temporaryFiles()).toHaveLength(1);
    expect(await storage.sweepTemporary()).toBe(0);
    source.push(null);
    await putting;
    expect(await text(await storage.get(KEY))).toBe("some");
  });

  test("of an earlier process with the same id are swept", async () => {
    await abandoned(`${hostname()}-${process.pid}-${uuid}`);
    expect(await localStorage(root).sweepTemporary()).toBe(1);
  });

  test("of another machine are swept only when they have been left for a day", async () => {
    await abandoned(`elsewhere-1-${uuid}`);
    await abandoned(`elsewhere-2-${uuid}`, aDayMs + 60_000);
    expect(await localStorage(root).sweepTemporary()).toBe(1);
    expect(await temporaryFiles()).toEqual([`elsewhere-1-${uuid}`]);
  });

  test("need no folder to be swept from", async () => {
    expect(await localStorage(root).sweepTemporary()).toBe(0);
  });
});
