import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export type UrlKind = "picture" | "copy" | "truncated" | "page" | "missing";

export interface LoopbackSite {
  /** "127.0.0.1:port" of each host. */
  readonly hosts: readonly string[];
  /** The address of picture `index`; neighbours are on different hosts. */
  url(index: number, kind: UrlKind): string;
  /** Of the child process that serves it. */
  readonly pid: number;
  stop(): void;
}

export async function startSite(folder: string): Promise<LoopbackSite> {
  const child = fork(join(import.meta.dirname, "site.ts"), [folder], { execArgv: [] });
  const [ports] = (await once(child, "message", { signal: AbortSignal.timeout(30_000) })) as [
    number[],
  ];
  const hosts = ports.map((port) => `127.0.0.1:${port}`);
  return {
    hosts,
    pid: child.pid ?? 0,
    url: (index, kind) => `http://${hosts[index % hosts.length]}/${kind}/${index}.jpg`,
    stop: () => child.disconnect(),
  };
}
