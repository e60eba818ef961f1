import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { env } from "./env";
import { processGlobal } from "./process-global";

/** What every line written inside a request or a queue job carries. */
interface LogScope {
  readonly requestId: string;
}
export const logScope = processGlobal("log-scope", () => new AsyncLocalStorage<LogScope>());

const PARAMETERS = /\nparams: .*/gs;

/** An error with its causes, without the values of a failed query: those may be anybody's secrets. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack = "", cause } = error;
  const code = "code" in error ? { code: error.code } : {};
  return {
    name,
    message: message.replace(PARAMETERS, ""),
    // The stack begins with the message again.
    stack: stack.replace(`${name}: ${message}`, name).replace(message, ""),
    ...code,
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

/** JSON lines on stdout. Credentials never reach a line: redacted by name at any depth that we log. */
export const logger = () =>
  processGlobal("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: null,
      redact: ["*.authorization", "*.cookie", "*.password", "*.key", "*.secret", "*.token"],
      mixin: () => logScope.getStore() ?? {},
      serializers: { error: describeError },
    }),
  );
