import type { SourceKind } from "@/lib/domain/source";
import { appUrl, env } from "@/lib/env";
import type { HostLimit } from "@/lib/pipeline/fetch/host-limit";
import { createHttp, type Http } from "@/lib/pipeline/fetch/http";
import { userAgent } from "@/lib/pipeline/fetch/user-agent";
import { SAMPLE_HOST, startSampleServer } from "@/lib/pipeline/sources/sample/server";
import { processGlobal } from "@/lib/process-global";
import { VERSION } from "@/lib/version";
import { createHostLimit } from "./host-limit";

const hostLimit = (): HostLimit =>
  processGlobal("host-limit", () => createHostLimit(env().CRAWL_PER_HOST_CONCURRENCY));

const create = (fixedHosts: Record<string, { address: string; port: number }>) =>
  createHttp({
    userAgent: userAgent({
      version: VERSION,
      url: appUrl(),
      contact: env().CRAWL_USER_AGENT_CONTACT,
    }),
    policy: { allowedPrivateHosts: env().CRAWL_ALLOWED_PRIVATE_HOSTS, fixedHosts },
    hostLimit: hostLimit(),
  });

const publicHttp = () => processGlobal("http", () => Promise.resolve(create({})));
/** The drawings come from a listener of this process, whose name only the sample source may use. */
const sampleHttp = () =>
  processGlobal("sample-http", async () => {
    const { address, port } = await startSampleServer();
    return create({ [SAMPLE_HOST]: { address, port } });
  });

/** The network as a source's pictures and listings may be fetched from it. */
export const networkOf = (source: SourceKind): Promise<Http> =>
  source === "sample" ? sampleHttp() : publicHttp();
