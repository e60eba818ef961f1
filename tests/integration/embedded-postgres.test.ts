import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/lib/db/embedded";
import { isErrno } from "@/lib/db/embedded/errno";
import { withAdmin } from "@/lib/db/embedded/postmaster";
import { eventually } from "@/tests/helpers/eventually";
import { scratchDirectory } from "@/tests/helpers/scratch";

// Several of these start a server more than once, from an empty directory.
vi.setConfig({ testTimeout: 150_000, hookTimeout: 120_000 });

const isRoot = process.getuid?.() === 0;
let scratch: string;
let started: EmbeddedPostgres[];
beforeEach(() => {
  scratch = scratchDirectory();
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.stop();
  await rm(scratch, { recursive: true, force: true });
});

const start = async (dataDir: string, log: (message: string) => void = () => undefined) => {
  const server = await startEmbeddedPostgres({ dataDir, log });
  started.push(server);
  return server;
};
const pidFile = (dataDir: string) => join(dataDir, "postgres", "postmaster.pid");
const pidOf = async (dataDir: string) =>
  Number((await readFile(pidFile(dataDir), "utf8")).split("\n")[0]);
const addRow = ({ url }: EmbeddedPostgres) =>
  withAdmin(url, async (sql) => {
    await sql`create table if not exists rows (id serial)`;
    await sql`insert into rows default values`;
  });
const countRows = ({ url }: EmbeddedPostgres) =>
  withAdmin(url, async (sql) => (await sql`select from rows`).count);
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test("processes that start at once share one server", async () => {
  const servers = await Promise.all([start(scratch), start(scratch), start(scratch)]);
  expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
});

test("a server outlives a killed process, is adopted by the next and stopped by it", async () => {
  const code = `const { startEmbeddedPostgres } = await import("./lib/db/embedded.ts");
    await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false });
    console.log("started"); setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", code, scratch],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const pid = await pidOf(scratch);

  const log = vi.fn();
  const server = await start(scratch, log);
  expect(log).toHaveBeenCalledWith(expect.stringContaining("adopted"));
  expect(await pidOf(scratch)).toBe(pid);
  await server.stop();
  await expect(pidOf(scratch)).rejects.toThrow("ENOENT");
});

test("a killed server is started again on its port with every committed row", async () => {
  const server = await start(scratch);
  await addRow(server);
  process.kill(await pidOf(scratch), "SIGKILL");
  await vi.waitFor(async () => expect(await countRows(server)).toBe(1), { timeout: 100_000 });
});

test.runIf(process.platform === "linux")(
  "a killed server whose children take their time to end comes back on its port",
  async () => {
    const server = await start(scratch);
    await addRow(server);
    const pid = await pidOf(scratch);
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8"))
      .trim()
      .split(" ")
      .map(Number);
    // One that served a connection may be gone by now.
    const tell = (signal: NodeJS.Signals) => {
      for (const child of children)
        try {
          process.kill(child, signal);
        } catch (error) {
          if (!isErrno(error, "ESRCH")) throw error;
        }
    };
    tell("SIGSTOP");
    process.kill(pid, "SIGKILL");
    const written = new Set<number>();
    await eventually(
      "three starts were tried",
      async () => {
        // Each empties the log and writes there why it ended.
        written.add((await stat(join(scratch, "postgres.log"))).mtimeMs);
        return written.size > 1 + 2 * 2;
      },
      { timeoutMs: 100_000 },
    );
    tell("SIGCONT");
    await vi.waitFor(async () => expect(await countRows(server)).toBe(1), { timeout: 100_000 });
  },
);

test("a pid file whose process is now another program does not prevent a start", async () => {
  const first = await start(scratch);
  await addRow(first);
  const [, ...rest] = (await readFile(pidFile(scratch), "utf8")).split("\n");
  await first.stop();
  await writeFile(pidFile(scratch), [process.pid, ...rest].join("\n"));
  expect(await countRows(await start(scratch))).toBe(1);
});

test("a copy of a directory in use gets a server and rows of its own", async () => {
  const original = join(scratch, "original");
  const copy = join(scratch, "copy");
  const first = await start(original);
  await addRow(first);
  execFileSync("cp", ["-a", original, copy]);
  const second = await start(copy);
  await addRow(second);
  expect([await countRows(first), await countRows(second)]).toEqual([1, 2]);
});

test("a server that somebody else uses is left running", async () => {
  const server = await start(scratch);
  await withAdmin(server.url, async (sql) => {
    await sql`select 1`;
    await server.stop();
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
  });
  await server.stop();
  await expect(pidOf(scratch)).rejects.toThrow("ENOENT");
});

test("only the owner of the files has the password, and nobody enters without it", async () => {
  const { url } = await start(scratch);
  expect(await modeOf(join(scratch, "postgres.url"))).toBe("600");
  expect(await modeOf(join(scratch, "postgres"))).toBe("700");
  const wrong = new URL(url);
  wrong.password = "wrong";
  await expect(withAdmin(wrong.href, (sql) => sql`select 1`)).rejects.toThrow("authentication");
  const [row] = await withAdmin(
    url,
    (sql) => sql<{ hosts: string; sockets: string }[]>`
      select current_setting('listen_addresses') as hosts,
             current_setting('unix_socket_directories') as sockets`,
  );
  expect(row).toEqual({ hosts: "127.0.0.1", sockets: "" });
});

test("text is compared and folded as Unicode", async () => {
  const { url } = await start(scratch);
  const [row] = await withAdmin(
    url,
    (sql) => sql`select lower('ÄÖ') as folded, 'Ä' ilike 'ä' as "isSame"`,
  );
  expect(row).toEqual({ folded: "äö", isSame: true });
});

test.runIf(isRoot)("as root, rows survive in a directory that only root can enter", async () => {
  const dataDir = join(scratch, "closed", "data");
  await mkdir(dataDir, { recursive: true });
  await chmod(dirname(dataDir), 0o700);
  const first = await start(dataDir);
  const home = dirname(await realpath(join(dataDir, "postgres")));
  try {
    await addRow(first);
    await first.stop();
    const second = await start(dataDir);
    expect(await countRows(second)).toBe(1);
    await second.stop();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});
