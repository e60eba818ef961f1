import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface WorkerProcess {
  /** As an operator's `kill -9`, or the machine that runs out of memory: nothing is tidied up. */
  kill(): Promise<void>;
  /** As a deployment ends it; answers the exit code. */
  stop(): Promise<number | null>;
}

/** A worker of the product in an operating-system process of its own, with this one's settings; ready when answered. */
export async function startWorkerProcess(
  settings: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/worker.ts"], {
    cwd: ROOT,
    // Several of them and the files that run beside share the hundred connections of one server.
    env: { ...process.env, LOG_LEVEL: "info", DATABASE_POOL_SIZE: "6", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-100_000);
  });
  await eventually("the worker is ready", () => /"msg":"ready"/.test(output) || isOver(child), {
    timeoutMs: 120_000,
  }).catch((error: unknown) => {
    child.kill("SIGKILL");
    throw error;
  });
  if (isOver(child)) throw new Error(`The worker ended early:\n${output}`);
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    if (!isOver(child)) {
      const exited = once(child, "exit");
      child.kill(signal);
      await exited;
    }
    return child.exitCode;
  };
  return {
    kill: async () => {
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
  };
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;
