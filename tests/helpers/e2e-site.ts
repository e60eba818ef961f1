import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Site, startSite } from "./site";

/** What the browser tests read of the site, and can make it do. */
export interface SiteState {
  /** How often each picture was asked for, by its path. */
  readonly requests: Readonly<Record<string, number>>;
  /** Pictures that are missing, by their path. */
  readonly missing: readonly string[];
}

const stateOf = (site: Site): SiteState => ({
  requests: Object.fromEntries([...site.requests].map(([path, moments]) => [path, moments.length])),
  missing: site.pictures.filter(({ kind }) => kind === "missing").map(({ path }) => path),
});

/** Brings what was missing, once it is released: until then whoever asks for it is seen at work. */
function mend(site: Site): void {
  const missing = site.pictures.filter(({ kind }) => kind === "missing");
  for (const picture of missing) picture.kind = "photo";
  site.holdBack((picture) => missing.includes(picture));
}

/**
 * The little internet of the browser tests: owls and tawny owls on Openverse, more owls on Commons, and a Bing that refuses
 * whatever it is asked. GET on `controlUrl` answers a SiteState; POST mends what was missing first, DELETE releases it.
 */
export async function startE2eSite() {
  const site = await startSite(
    {
      owl: ["photo", "photo", "photo", "copy", "missing", "missing", "missing", "truncated"],
      "tawny owl": ["photo", "photo", "opted-out"],
    },
    { commons: { owl: ["photo", "photo", "tiny"] } },
  );
  const control = createServer((request, response) => {
    if (request.method === "POST") mend(site);
    if (request.method === "DELETE") site.release();
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(stateOf(site)));
  });
  await new Promise<void>((resolve) => control.listen(0, "127.0.0.1", resolve));
  const { port } = control.address() as AddressInfo;
  return {
    controlUrl: `http://127.0.0.1:${port}/`,
    hosts: site.hosts,
    baseUrls: {
      openverse: site.apiUrl,
      "wikimedia-commons": site.commonsUrl,
      bing: site.refusingUrl,
    },
    async close() {
      control.closeAllConnections();
      control.close();
      await site.close();
    },
  };
}
