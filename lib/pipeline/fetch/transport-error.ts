import { errors } from "undici";
import type { Failed } from "@/lib/domain/outcome";
import { FetchError } from "../fetch-error";

/** Codes of Node, OpenSSL, zlib and undici by what they mean to a person; the wording of a message never decides. */
const OUTCOME_OF_CODE: readonly (readonly [RegExp, Failed])[] = [
  [/^(?:ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL|EFORMERR|ENONAME|EBADNAME|EBADRESP|ETIMEOUT)$/, "dns"],
  [/^(?:ETIMEDOUT|UND_ERR_(?:CONNECT|HEADERS|BODY)_TIMEOUT)$/, "timeout"],
  [
    /^(?:ECONNREFUSED|E(?:HOST|NET)(?:UNREACH|DOWN)|EADDRNOTAVAIL|EACCES|EPERM|EMFILE|ENFILE|UND_ERR_MAX_ORIGINS_REACHED)$/,
    "connect",
  ],
  [
    /^(?:ERR_(?:TLS|SSL|OSSL)_\w+|CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|EPROTO)$/,
    "tls",
  ],
  [/^UND_ERR_(?:HEADERS_OVERFLOW|RES_EXCEEDED_MAX_SIZE)$/, "too-large"],
];
const WORDS: Partial<Record<Failed, string>> = {
  dns: "was not found",
  timeout: "did not answer in time",
  connect: "takes no connection",
  tls: "has no good certificate",
  "too-large": "answered too much",
};
const FINAL: readonly Failed[] = ["tls", "too-large"];

function codeOf(error: unknown): string | null {
  // The parser's own complaints about an answer that is not HTTP come without a code.
  if (error instanceof errors.HTTPParserError) return "HPE";
  if (!(error instanceof Error && "code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}

/**
 * What a failed connection, request or body means, in words for a person: the code stays with the cause. A code that is
 * not in the table is a connection that broke; an error without a code is a fault of ours and comes back unchanged.
 */
export function toFetchError(error: unknown, host: string): unknown {
  const code = codeOf(error);
  if (error instanceof FetchError || code === null) return error;
  const outcome = OUTCOME_OF_CODE.find(([pattern]) => pattern.test(code))?.[1] ?? "connection-lost";
  const words = WORDS[outcome] ?? "broke off";
  return new FetchError(outcome, `${host.replace(/:(?:80|443)$/, "")} ${words}`, {
    isRetryable: !FINAL.includes(outcome),
    cause: error,
  });
}

const MAX_RETRY_AFTER_SECONDS = 3_600;

/** Seconds a Retry-After header asks for (a number or an HTTP date), an hour at most; null when it says nothing. */
export function parseRetryAfter(value: string | null, nowMs: number): number | null {
  if (!value) return null;
  const seconds = /^\d+$/.test(value.trim())
    ? Number(value)
    : Math.ceil((Date.parse(value) - nowMs) / 1_000);
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
}

/** Statuses below 500 that say "not now" instead of "no" (RFC 9110, RFC 8470, RFC 6585). */
const RETRYABLE_STATUSES: readonly number[] = [408, 425, 429];

/** The error of an answer that is neither a success nor a redirect. */
export function statusError(status: number, host: string, retryAfter: number | null): FetchError {
  const refusal = status >= 500 ? "http-5xx" : "http-4xx";
  return new FetchError(status === 429 ? "rate-limited" : refusal, `${host} answered ${status}`, {
    httpStatus: status,
    isRetryable: status >= 500 || RETRYABLE_STATUSES.includes(status),
    ...(retryAfter !== null && { retryAfterSeconds: retryAfter }),
  });
}
