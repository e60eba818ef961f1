import { deleteRates } from "@/lib/db/auth-rates";
import { db } from "@/lib/db/client";
import { type RateLimit, take } from "@/lib/db/rate-limits";
import { AuthError } from "./auth-error";
import { sha256 } from "./tokens";

/** By address alone, by caller and address, by caller alone: the first two are guessing, the last spraying. */
const LIMITS = {
  login: {
    caller: { burst: 120, perSeconds: 300 },
    pair: { burst: 10, perSeconds: 300 },
    email: { burst: 60, perSeconds: 3600 },
  },
  signup: {
    caller: { burst: 60, perSeconds: 300 },
    pair: { burst: 10, perSeconds: 300 },
    email: { burst: 20, perSeconds: 3600 },
  },
  mail: {
    caller: { burst: 30, perSeconds: 600 },
    pair: { burst: 4, perSeconds: 600 },
    email: { burst: 10, perSeconds: 3600 },
  },
  /** Of a six-digit code, good for an hour: about 70 of a million can be tried. */
  code: {
    caller: { burst: 60, perSeconds: 300 },
    pair: { burst: 10, perSeconds: 600 },
    email: { burst: 10, perSeconds: 600 },
  },
} as const satisfies Record<string, Record<"caller" | "pair" | "email", RateLimit>>;
type Action = keyof typeof LIMITS;

/** Hashed, so that the table of limits is no list of people. */
const keysOf = (action: Action, clientIp: string, email: string) => ({
  caller: `auth:${action}:caller:${sha256(clientIp)}`,
  pair: `auth:${action}:pair:${sha256(`${clientIp}\n${email}`)}`,
  email: `auth:${action}:email:${sha256(email)}`,
});

/** Counts one attempt, whether or not the address is known, and refuses it when there were too many. */
export async function countAttempt(action: Action, clientIp: string, email: string): Promise<void> {
  const keys = keysOf(action, clientIp, email);
  for (const part of ["caller", "pair", "email"] as const) {
    const { isAllowed, resetSeconds } = await take(db(), keys[part], LIMITS[action][part]);
    if (isAllowed) continue;
    throw new AuthError(
      429,
      action === "mail" ? "over_email_send_rate_limit" : "over_request_rate_limit",
      "Too many attempts, try again later",
      { retryAfter: resetSeconds },
    );
  }
}

/** A right answer is no guess: forgets what was counted against the address. */
export async function forgetAttempts(
  action: Action,
  clientIp: string,
  email: string,
): Promise<void> {
  const { pair, email: byEmail } = keysOf(action, clientIp, email);
  await deleteRates(db(), [pair, byEmail]);
}
