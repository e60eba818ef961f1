import { randomUUID } from "node:crypto";
import { mkdir, readFile, realpath, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, openCluster } from "./embedded/cluster";
import { freePort } from "./embedded/port";
import {
  answers,
  isAlive,
  launch,
  runningPort,
  shutDown,
  urlOf,
  withAdmin,
} from "./embedded/postmaster";
import { withStartLock } from "./embedded/start-lock";

const DATABASE = "pixcrawler";
/** Crash recovery of a long-used database can take most of this. */
const START_MS = 120_000;
const LAUNCHES = 5;
const WATCH_MS = 2000;
/** How long the server of a connection that was closed a moment ago may take to notice. */
const LEAVING_MS = 3000;
/** What Postgres says when it cannot have its port. */
const PORT_TAKEN = "could not create any TCP/IP sockets";

export interface EmbeddedPostgresOptions {
  /** Holds `postgres/` (the cluster), `postgres.url` (0600, with the password) and `postgres.log`. */
  readonly dataDir: string;
  /** False only for tests: a crash of the machine may then destroy the database. */
  readonly durable?: boolean;
  /** Told what is worth a log line: a start, an adoption, a restart after a crash. */
  readonly log?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** Of the database `pixcrawler`, as its superuser, on 127.0.0.1. */
  readonly url: string;
  /** Shuts Postgres down if this process answers for it and nobody else is connected. Close pools first. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs Postgres on `dataDir`, or adopts the one that already does: any number of processes may call
 * this and get the same server. It outlives a killed process and is started again when it dies itself.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { durable = true, log = () => undefined } = options;
  await mkdir(resolve(options.dataDir), { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const file = (name: string) => join(dataDir, name);
  const locked = <T>(work: () => Promise<T>) => withStartLock(file("postgres.lock"), work);
  const running = { dataDir, durable, log };

  const { cluster, url, isOwner } = await locked(async () => {
    const cluster = await openCluster(dataDir, durable);
    const { port, wasLaunched } = await ensureRunning(cluster, running);
    const url = urlOf(cluster, port, DATABASE);
    await createDatabase(urlOf(cluster, port, "postgres"));
    await writeAtomically(file("postgres.url"), url);
    const isOwner = wasLaunched || !isAlive(await readNumber(file("postgres.owner")));
    if (isOwner) await writeAtomically(file("postgres.owner"), String(process.pid));
    return { cluster, url, isOwner };
  });

  let isStopped = false;
  const stopWatching = watch(cluster, log, () =>
    locked(async () => {
      if (isStopped) return;
      const { port } = await ensureRunning(cluster, running);
      const current = urlOf(cluster, port, DATABASE);
      if (current === url) return;
      await writeAtomically(file("postgres.url"), current);
      log(`Postgres moved to port ${port}, as another program has its port: restart this process`);
    }),
  );
  return {
    url,
    stop: async () => {
      isStopped = true;
      stopWatching();
      if (!isOwner) return;
      await locked(async () => {
        if (!(await runningPort(cluster))) return;
        if (await isInUse(url)) return log("Postgres stays: it is in use");
        await shutDown(cluster);
      });
    },
  };
}

interface Running {
  readonly dataDir: string;
  readonly durable: boolean;
  readonly log: (message: string) => void;
}

/** Waits for the cluster's postmaster to answer, launching it where there is none. Under the lock. */
async function ensureRunning(cluster: Cluster, { dataDir, durable, log }: Running) {
  const logFile = join(dataDir, "postgres.log");
  const lastWords = () => readFile(logFile, "utf8").catch(() => "");
  const deadline = performance.now() + START_MS;
  let launches = 0;
  let launched: { hasEnded: () => boolean } | undefined;
  for (;;) {
    const port = await runningPort(cluster);
    if (port && (await answers(cluster, port))) {
      log(`Postgres ${launches ? "started" : "adopted"} on port ${port}`);
      return { port, wasLaunched: launches > 0 };
    }
    const hasGivenUp = launched?.hasEnded() ?? true;
    if (performance.now() > deadline || (!port && hasGivenUp && launches === LAUNCHES)) {
      const said = (await lastWords()).slice(-2000);
      throw new Error(`Postgres does not run on ${cluster.directory}: ${said}`);
    }
    if (!port && hasGivenUp) {
      // The children of a killed postmaster need a moment to notice, and hold the directory until then.
      if (launches > 0) await sleep(500 * launches);
      const previous = await readFile(join(dataDir, "postgres.url"), "utf8").catch(() => "");
      // Another port would cost every process that uses this server its connections.
      const isTaken = launches > 1 && (await lastWords()).includes(PORT_TAKEN);
      const free = await freePort(isTaken ? undefined : Number(URL.parse(previous)?.port));
      launched = await launch(cluster, { port: free, durable, logFile });
      launches++;
    }
    await sleep(50);
  }
}

/** Calls `restart` when the postmaster has gone (the kernel kills the largest process when memory ends). */
function watch(cluster: Cluster, log: (message: string) => void, restart: () => Promise<void>) {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    runningPort(cluster)
      .then((port) => (port ? undefined : restart()))
      .catch((error: unknown) => log(`Postgres could not be watched: ${String(error)}`))
      .finally(() => {
        isBusy = false;
      });
  }, WATCH_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function createDatabase(url: string): Promise<void> {
  await withAdmin(url, async (sql) => {
    const [existing] = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (!existing) await sql`create database ${sql(DATABASE)}`;
  });
}

const countOtherClients = (url: string): Promise<number> =>
  withAdmin(url, async (sql) => {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`;
    return row?.count ?? 0;
  });

async function isInUse(url: string): Promise<boolean> {
  const deadline = performance.now() + LEAVING_MS;
  while ((await countOtherClients(url)) > 0) {
    if (performance.now() > deadline) return true;
    await sleep(100);
  }
  return false;
}

const readNumber = async (path: string): Promise<number> =>
  Number(await readFile(path, "utf8").catch(() => "0"));

async function writeAtomically(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}
