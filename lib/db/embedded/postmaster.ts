import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, realpath, rm } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import type { Cluster } from "./cluster";
import { isErrno } from "./errno";
import { programOptions } from "./os-user";

const exec = promisify(execFile);

/** Sized for a small machine; durable unless it is for tests. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  // Taken as it is used; the rows of a hundred thousand pictures fit.
  "shared_buffers=512MB",
  "max_connections=100",
  // Parallel queries need more of /dev/shm than a container has.
  "max_parallel_workers_per_gather=0",
  "wal_level=minimal",
  "max_wal_senders=0",
  "timezone=UTC",
  "lc_messages=C",
  // The log file is started anew with each start and only ever says why Postgres could not run.
  "log_min_messages=fatal",
];
const NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

export const urlOf = (cluster: Cluster, port: number, database: string): string =>
  `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${database}`;

/** The port of the postmaster that runs on this cluster, or undefined when none does. */
export async function runningPort(cluster: Cluster): Promise<number | undefined> {
  const { pid, port } = await readPidFile(cluster);
  return pid && port && (await isPostmasterOf(cluster, pid)) ? port : undefined;
}

/** Whether the server at `port` lets us in and serves this very directory, not a copy of it. */
export async function answers(cluster: Cluster, port: number): Promise<boolean> {
  try {
    return await withAdmin(urlOf(cluster, port, "postgres"), async (sql) => {
      const [row] = await sql<{ directory: string }[]>`
        select current_setting('data_directory') as directory`;
      return row?.directory === cluster.directory;
    });
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === "28P01") {
      throw new Error(`The Postgres on ${cluster.directory} refuses its password.`, {
        cause: error,
      });
    }
    return false;
  }
}

/** One connection for one task. Fails rather than waits for ever: 30 s to connect, 30 s a statement. */
export async function withAdmin<T>(url: string, task: (sql: postgres.Sql) => Promise<T>) {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 30,
    connection: { application_name: "pixcrawler-embedded", statement_timeout: 30_000 },
    onnotice: () => undefined,
  });
  try {
    return await task(sql);
  } finally {
    await sql.end({ timeout: 2 });
  }
}

/**
 * Starts the postmaster in a session of its own, so that neither Ctrl-C nor a killed parent takes it
 * along. Resolves when the process exists; `hasEnded` tells when it has given up (see the log).
 */
export async function launch(
  cluster: Cluster,
  { port, durable, logFile }: { port: number; durable: boolean; logFile: string },
): Promise<{ hasEnded: () => boolean }> {
  await removePidFileOfStranger(cluster);
  const settings = [...SETTINGS, `port=${port}`, ...(durable ? [] : NOT_DURABLE)];
  const output = await open(logFile, "w", 0o600);
  try {
    const child = spawn(
      cluster.binaries.postgres,
      ["-D", cluster.directory, ...settings.flatMap((setting) => ["-c", setting])],
      {
        ...programOptions(cluster.binaries.postgres, cluster.user),
        detached: true,
        stdio: ["ignore", output.fd, output.fd],
      },
    );
    await once(child, "spawn");
    child.unref();
    return { hasEnded: () => child.exitCode !== null || child.signalCode !== null };
  } finally {
    await output.close();
  }
}

/** Ends the postmaster: open transactions are rolled back. Crash recovery is the last resort. */
export async function shutDown(cluster: Cluster): Promise<void> {
  const { pgCtl } = cluster.binaries;
  const stop = (mode: "fast" | "immediate", seconds: number) =>
    exec(pgCtl, ["stop", "-D", cluster.directory, "-m", mode, "-w", "-t", String(seconds)], {
      ...programOptions(pgCtl, cluster.user),
      timeout: (seconds + 5) * 1000,
    });
  await stop("fast", 20).catch(async (error: unknown) => {
    if (await runningPort(cluster)) await stop("immediate", 10);
    else if (isErrno(error, "EACCES", "ENOENT")) throw error;
  });
}

/** postmaster.pid: process id, data directory, start time, port, …, one a line. */
async function readPidFile({ directory }: Cluster): Promise<{ pid: number; port: number }> {
  const text = await readFile(join(directory, "postmaster.pid"), "utf8").catch((error: unknown) => {
    if (isErrno(error, "ENOENT")) return "";
    throw error;
  });
  const lines = text.split("\n");
  return { pid: Number(lines[0] ?? 0), port: Number(lines[3] ?? 0) };
}

/** Process ids are used again, after a reboot and above all in containers: a live one proves nothing. */
async function isPostmasterOf({ directory }: Cluster, pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const [program = "", ...args] = line.split("\0");
    if (basename(program) !== "postgres") return false;
    const given = args[args.indexOf("-D") + 1] ?? "";
    return (
      !isAbsolute(given) ||
      (await realpath(/* turbopackIgnore: true */ given).catch(() => given)) === directory
    );
  }
  const [program, args] =
    process.platform === "win32"
      ? ["tasklist", ["/NH", "/FI", `PID eq ${pid}`]]
      : ["ps", ["-o", "command=", "-p", String(pid)]];
  return exec(program, args, { timeout: 10_000 }).then(
    ({ stdout }) => stdout.includes("postgres"),
    () => false,
  );
}

/**
 * Postgres takes over the pid file of a dead process itself, and checks first that no child of that
 * one still writes; only a pid that lives on as some other program stops it.
 */
async function removePidFileOfStranger(cluster: Cluster): Promise<void> {
  const { pid } = await readPidFile(cluster);
  if (pid && isAlive(pid) && !(await isPostmasterOf(cluster, pid))) {
    await rm(join(cluster.directory, "postmaster.pid"), { force: true });
  }
}

export function isAlive(pid: number): boolean {
  // 0 and negative numbers would ask about process groups.
  if (!(pid > 0)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isErrno(error, "EPERM");
  }
}
