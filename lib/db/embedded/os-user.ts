import { execFile } from "node:child_process";
import { parse } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);

/** Whom a program runs as. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The user to run a new Postgres as: it refuses root. Undefined where we may run it as ourselves. */
export async function postgresUser(): Promise<OsUser | undefined> {
  if (!isRoot()) return undefined;
  const existing = await lookUp("postgres");
  if (existing) return existing;
  await exec(
    "useradd",
    ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"],
    { timeout: 10_000 },
  ).catch(() => undefined);
  return (await lookUp("postgres")) ?? (await lookUp("nobody")) ?? { uid: 65_534, gid: 65_534 };
}

async function lookUp(name: string): Promise<OsUser | undefined> {
  const id = async (flag: "-u" | "-g") =>
    Number((await exec("id", [flag, name], { timeout: 10_000 })).stdout);
  return Promise.all([id("-u"), id("-g")]).then(
    ([uid, gid]) => (uid > 0 ? { uid, gid } : undefined),
    () => undefined,
  );
}

/** Whether a user may enter or execute `path`, asked of the system itself: modes, groups and ACLs count. */
export const canExecute = (path: string, user: OsUser): Promise<boolean> =>
  exec("/bin/sh", ["-c", 'test -x "$1"', "sh", path], { ...user, cwd: "/", timeout: 10_000 }).then(
    () => true,
    () => false,
  );

/**
 * How Postgres's programs are run: nothing of our environment (it holds secrets), and no working
 * directory that the user might not be allowed to enter. Windows programs need theirs to start;
 * NODE_ENV is there for the type alone.
 */
export const programOptions = (path: string, user: OsUser | undefined) => ({
  ...user,
  cwd: parse(path).root,
  windowsHide: true,
  ...(process.platform === "win32"
    ? {}
    : { env: { NODE_ENV: "production" as const, LC_ALL: "C" } }),
});
