import { createHash } from "node:crypto";
import type { SourceKey } from "@/lib/domain/source";
import { sourceBaseUrl } from "@/lib/env";
import { fetchJson, fetchPage, fetchText } from "@/lib/pipeline/fetch/download";
import type { Http } from "@/lib/pipeline/fetch/http";
import type { DiscoverContext, Source } from "@/lib/pipeline/sources/source";
import { processGlobal } from "@/lib/process-global";
import { renderer } from "./renderer";

interface Remembered {
  readonly value: Promise<unknown>;
  readonly until: number;
}
const MAX_REMEMBERED = 1_000;

/** What `make` gave at most `seconds` ago; what failed is made again. */
async function remember<T>(name: string, seconds: number, make: () => Promise<T>): Promise<T> {
  const memory = processGlobal("source-memory", () => new Map<string, Remembered>());
  const known = memory.get(name);
  if (known && known.until > performance.now()) {
    try {
      // The name says who made it, and so of which type it is.
      return (await known.value) as T;
    } catch {
      // Whoever made it may have been cancelled; that is no reason to fail here.
    }
  }
  const value = make();
  memory.delete(name);
  memory.set(name, { value, until: performance.now() + seconds * 1000 });
  const [oldest] = memory.keys();
  if (memory.size > MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
  try {
    return await value;
  } catch (error) {
    if (memory.get(name)?.value === value) memory.delete(name);
    throw error;
  }
}

/** A key may not lie about in memory as the name of what was made with it. */
const fingerprint = (key: SourceKey | null) =>
  key && createHash("sha256").update(JSON.stringify(key)).digest("base64url");

export interface Means extends Pick<DiscoverContext, "signal" | "key" | "readList"> {
  /** False: the wishes of a page's publisher stop nothing. */
  readonly respectOptOuts: boolean;
  readonly http: () => Promise<Http>;
  /** Before each call to the network. */
  readonly takeTurn: () => Promise<void>;
}

/** What a source may do with these means, and nothing else. */
export function discoverContext({ kind }: Source, means: Means): DiscoverContext {
  const { signal, key, readList, respectOptOuts } = means;
  async function network(): Promise<Http> {
    await means.takeTurn();
    return means.http();
  }
  return {
    signal,
    key,
    readList,
    baseUrl: sourceBaseUrl(kind),
    fetchJson: async (url, init = {}) => fetchJson(await network(), url, { signal, ...init }),
    fetchText: async (url, init = {}) => fetchText(await network(), url, { signal, ...init }),
    respectOptOuts,
    fetchPage: async (url, { render = false, ...limits } = {}) => {
      const http = await network();
      const options = { signal, respectOptOuts };
      return render
        ? renderer().render(http, url, options)
        : fetchPage(http, url, { ...options, ...limits });
    },
    cached: (name, seconds, make) =>
      remember(`${kind}\n${fingerprint(key)}\n${name}`, seconds, make),
  };
}
