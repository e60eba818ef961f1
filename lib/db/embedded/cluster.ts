import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type Binaries, locateBinaries } from "./binaries";
import { isErrno } from "./errno";
import { canExecute, isRoot, type OsUser, postgresUser, programOptions } from "./os-user";

const exec = promisify(execFile);
/** Where a cluster goes when Postgres's user cannot enter the data directory (a project under /root). */
const SYSTEM_DIR = "/var/lib/pixcrawler";
const PASSWORD_FILE = "pixcrawler.password";

/** A Postgres data directory and what it takes to run it. */
export interface Cluster {
  /** Absolute, without symlinks: what Postgres itself reports as its data_directory. */
  readonly directory: string;
  readonly password: string;
  readonly user: OsUser | undefined;
  readonly binaries: Binaries;
}

/**
 * The cluster of `dataDir`, made if there is none. It is `<dataDir>/postgres`; as root, when Postgres's
 * user cannot enter `dataDir`, that is a symlink to a directory of its own under /var/lib/pixcrawler.
 */
export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  const path = join(dataDir, "postgres");
  const isThere = await lstat(path).then(
    () => true,
    (error: unknown) => {
      if (isErrno(error, "ENOENT")) return false;
      throw error;
    },
  );
  if (!isThere) await createCluster(dataDir, path, durable);

  const directory = await realpath(path).catch((cause: unknown) => {
    const advice = "Restore it, or delete the link to start with an empty database.";
    throw new Error(`${path} points at a directory that is gone. ${advice}`, { cause });
  });
  const { uid, gid } = await stat(directory);
  const user = isRoot() ? { uid, gid } : undefined;
  const home = dirname(directory);
  if (user && !(await canExecute(home, user))) {
    throw new Error(
      `Postgres's user (${uid}) can no longer enter ${home}: chmod o+x it and its parents.`,
    );
  }
  const password = (await readFile(join(directory, PASSWORD_FILE), "utf8")).trim();
  return { directory, password, user, binaries: await locateBinaries(home, user) };
}

/** All or nothing: a run that is killed half-way leaves no `path`, and of two runs one wins. */
async function createCluster(dataDir: string, path: string, durable: boolean): Promise<void> {
  const user = await postgresUser();
  const home = !user || (await canExecute(dataDir, user)) ? dataDir : await systemHome();
  const { initdb } = await locateBinaries(home, user);
  const staging = await mkdtemp(join(home, ".initdb-"));
  const passwordFile = join(staging, PASSWORD_FILE);
  const directory = join(staging, "postgres");
  try {
    await writeFile(passwordFile, randomBytes(32).toString("base64url"), { mode: 0o600 });
    await mkdir(directory, { mode: 0o700 });
    if (user) {
      for (const owned of [staging, passwordFile, directory]) {
        await chown(owned, user.uid, user.gid);
      }
    }
    await exec(
      initdb,
      [
        `--pgdata=${directory}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // Postgres's own C.UTF-8: the same on every system, where libc's may not exist.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        ...(durable ? [] : ["--no-sync"]),
      ],
      { ...programOptions(initdb, user), timeout: 120_000 },
    );
    await rename(passwordFile, join(directory, PASSWORD_FILE));
    await rename(directory, join(home, "postgres"));
    if (home !== dataDir) await symlink(join(home, "postgres"), path);
  } catch (error) {
    if (home !== dataDir) await rm(home, { recursive: true, force: true });
    if (!isErrno(error, "EEXIST", "ENOTEMPTY")) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function systemHome(): Promise<string> {
  await mkdir(SYSTEM_DIR, { recursive: true, mode: 0o755 });
  const home = await mkdtemp(join(SYSTEM_DIR, "data-"));
  await chmod(home, 0o755);
  return home;
}
