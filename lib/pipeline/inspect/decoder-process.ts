import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Inspection, type Picture } from "./inspection.ts";

const ENTRY = "lib/pipeline/inspect/decoder.ts";
/** A start takes some 150 ms; a busy machine may take many times that. */
const START_TIMEOUT_MS = 15_000;
const STDERR_CHARS = 2_000;

const Reply = z.object({ inspection: Inspection, rssBytes: z.int().min(0) });

/** Who a decoder runs as: nobody, or (undefined) the user of this process. */
export type Identity = { readonly uid: number; readonly gid: number } | undefined;
export const NOBODY = { uid: 65_534, gid: 65_534 };

export interface DecoderProcess {
  /** One picture at a time. Never rejects: whatever happens to the process happens to the picture. */
  decode(picture: Picture): Promise<Inspection>;
  isAlive(): boolean;
  /** Resident memory after the last picture. */
  rssBytes(): number;
  kill(): Promise<void>;
}

/** Starts a decoder that can read the project's files, run nothing, and sees no environment. Rejects if it cannot start. */
export async function startDecoder(options: {
  projectRoot: string;
  deadlineMs: number;
  identity: Identity;
}): Promise<DecoderProcess> {
  // Permissions are held against real paths.
  const root = realpathSync(options.projectRoot);
  const child = fork(/* turbopackIgnore: true */ path.join(root, ENTRY), [], {
    cwd: root,
    // Next.js declares NODE_ENV as always there; a decoder reads no environment.
    env: {} as NodeJS.ProcessEnv,
    execArgv: ["--permission", "--allow-addons", `--allow-fs-read=${root}`],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    ...options.identity,
  });
  await untilReady(child);
  return decoderOf(child, options.deadlineMs);
}

async function untilReady(child: ChildProcess): Promise<void> {
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARS);
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (reason: string, cause?: unknown) =>
    reject(new Error(`The decoder could not start: ${reason} ${stderr}`.trim(), { cause }));
  const timer = setTimeout(() => fail("it gave no sign of life"), START_TIMEOUT_MS);
  child.once("message", () => resolve());
  child.once("exit", (code, signal) => fail(`it ended with ${signal ?? code}`));
  // Stays for the life of the child: a failed send is followed by its exit.
  child.on("error", (error) => fail(error.message, error));
  try {
    await promise;
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function decoderOf(child: ChildProcess, deadlineMs: number): DecoderProcess {
  let rssBytes = 0;
  // One that we killed is told to be gone only later.
  const isAlive = () =>
    child.connected && !child.killed && child.exitCode === null && child.signalCode === null;

  async function decode(picture: Picture): Promise<Inspection> {
    const { promise, resolve } = Promise.withResolvers<Inspection>();
    const failed = (detail: string) => resolve({ ok: false, outcome: "corrupt", detail });
    const onExit = () => failed("decoder crashed");
    const onMessage = (message: unknown) => {
      const reply = Reply.safeParse(message);
      if (!reply.success) return failed("decoder gave no sensible answer");
      rssBytes = reply.data.rssBytes;
      resolve(reply.data.inspection);
    };
    const timer = setTimeout(() => {
      failed(`took more than ${deadlineMs} ms to decode`);
      child.kill("SIGKILL");
    }, deadlineMs);
    child.once("exit", onExit).once("message", onMessage);
    child.send(picture, (error) => {
      if (!error) return;
      failed("decoder crashed");
      child.kill("SIGKILL");
    });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      child.off("exit", onExit).off("message", onMessage);
    }
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  }

  return { decode, isAlive, rssBytes: () => rssBytes, kill };
}
