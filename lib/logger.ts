import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { env } from "./env";
import { processGlobal } from "./process-global";

/** What every line written inside a request or a queue job carries. */
interface LogScope {
  readonly requestId: string;
}
export const logScope = processGlobal("log-scope", () => new AsyncLocalStorage<LogScope>());

/** JSON lines on stdout. Credentials never reach a line: redacted by name at any depth that we log. */
export const logger = () =>
  processGlobal("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: null,
      redact: ["*.authorization", "*.cookie", "*.password", "*.key", "*.secret", "*.token"],
      mixin: () => logScope.getStore() ?? {},
      serializers: { error: pino.stdSerializers.errWithCause },
    }),
  );
