import type { ErrorCode } from "@/lib/errors";

/** What each problem means, and what the caller can do about it. */
export const ADVICE: Record<ErrorCode, { meaning: string; advice: string }> = {
  "malformed-request": {
    meaning: "The body could not be read as JSON, or a header was broken.",
    advice: "Check the syntax of the body and its Content-Type. Nothing was changed.",
  },
  unauthenticated: {
    meaning: "The request carried no credentials, or ones that are wrong, expired or revoked.",
    advice: "Sign in, or send a valid API key as a bearer token or in X-API-Key.",
  },
  "insufficient-credits": {
    meaning: "The account does not have enough credits for what was asked.",
    advice: "Ask for less, or add credits.",
  },
  forbidden: {
    meaning: "The credentials are good but do not permit this.",
    advice: "Use a key with the scope that the detail names.",
  },
  "not-found": {
    meaning: "There is nothing at this address, or it belongs to somebody else.",
    advice: "Check the id. What has been deleted does not come back.",
  },
  conflict: {
    meaning:
      "What was asked is not possible in the present state, or an idempotency key came back with another body.",
    advice: "Read the resource again and decide from its present state.",
  },
  gone: {
    meaning: "It was here and has expired, such as the file of an old export.",
    advice: "Make it anew.",
  },
  "payload-too-large": {
    meaning: "The body is larger than this endpoint takes.",
    advice: "Send it in smaller parts.",
  },
  "range-not-satisfiable": {
    meaning: "The Range header asks for bytes that the file does not have.",
    advice: "Ask without Range, and go by the Content-Length that comes back.",
  },
  "unsupported-media-type": {
    meaning: "The body is of a kind that this endpoint does not read.",
    advice: "Send the kind that the API reference names.",
  },
  "validation-failed": {
    meaning: "The request was read, but a value in it is missing, unknown or out of bounds.",
    advice: "Each entry of errors points at one value and says what is wrong with it.",
  },
  "too-many-requests": {
    meaning: "Requests came faster than the rate limit allows.",
    advice: "Wait as many seconds as Retry-After says. The RateLimit headers show what is left.",
  },
  "limit-exceeded": {
    meaning: "A limit of the account is reached, such as the number of crawls at the same time.",
    advice: "Wait until something has finished, or delete what is no longer needed.",
  },
  internal: {
    meaning: "Something unexpected went wrong on our side.",
    advice: "Try again later. If it stays, report the request id: it finds the cause in the log.",
  },
  "upstream-failed": {
    meaning: "An image source did not answer in the way it documents.",
    advice: "Try again later, or use another source.",
  },
  unavailable: {
    meaning: "A part of the service that is needed here is not running right now.",
    advice: "Try again in a moment.",
  },
};
