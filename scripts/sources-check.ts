import "./load-env";
import { parseArgs } from "node:util";
import { appUrl, env } from "@/lib/env";
import { messageOf } from "@/lib/errors";
import type { HostLimit } from "@/lib/pipeline/fetch/host-limit";
import { createHttp } from "@/lib/pipeline/fetch/http";
import { userAgent } from "@/lib/pipeline/fetch/user-agent";
import { SOURCES } from "@/lib/pipeline/sources";
import { VERSION } from "@/lib/version";
import { checkSource, isHealthy } from "./sources-check/check-source";
import { resultTable } from "./sources-check/result-table";

/** One question a service needs no line. */
const noLimit: HostLimit = {
  acquire: () => Promise.resolve(() => Promise.resolve()),
  backOff: () => Promise.resolve(),
};

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { strict: { type: "boolean", default: false } } });
  const services = Object.values(SOURCES).filter(
    ({ capabilities }) => capabilities.takes === "keyword" && capabilities.group !== "built-in",
  );
  const http = createHttp({
    userAgent: userAgent({
      version: VERSION,
      url: appUrl(),
      contact: env().CRAWL_USER_AGENT_CONTACT,
    }),
    policy: { allowedPrivateHosts: env().CRAWL_ALLOWED_PRIVATE_HOSTS },
    hostLimit: noLimit,
  });
  try {
    const results = await Promise.all(services.map((source) => checkSource(source, http)));
    console.log(resultTable(results));
    if (values.strict && !results.every(isHealthy)) process.exitCode = 1;
  } finally {
    await http.close();
  }
}

try {
  await run();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
