import { z } from "zod";
import { claimOneTimeToken, insertFlow, type OneTimeTokenRow } from "@/lib/db/auth-tokens";
import { findAuthUserByEmail, updateAuthUser } from "@/lib/db/auth-users";
import { type Db, db } from "@/lib/db/client";
import { countAttempt } from "./attempts";
import { type AuthCall, Email, parseAs } from "./auth-call";
import { AuthError } from "./auth-error";
import type { LinkType } from "./mail";
import { allowedRedirect, redirectTo } from "./redirect";
import { startSession } from "./session";
import { hashCode, randomToken, sha256 } from "./tokens";

/** Which stored kinds satisfy the kind that the caller names. */
const ACCEPTED = {
  recovery: ["recovery"],
  magiclink: ["magiclink", "signup"],
  signup: ["signup", "magiclink"],
  invite: ["invite"],
  email: ["magiclink", "signup", "invite"],
} as const satisfies Record<string, readonly LinkType[]>;
const Kind = z.enum(["recovery", "magiclink", "signup", "invite", "email"]);
const Token = z.string().min(1).max(200);

const expired = () => new AuthError(403, "otp_expired", "Email link is invalid or has expired");

/** Following a link proves the address. */
async function confirm(tx: Db, claimed: OneTimeTokenRow | undefined): Promise<OneTimeTokenRow> {
  if (!claimed) throw expired();
  await updateAuthUser(tx, claimed.userId, { emailConfirmedAt: new Date() });
  return claimed;
}

const Posted = z.union([
  z.object({ token_hash: Token, type: Kind }),
  z.object({ email: Email, token: Token, type: Kind }),
]);

/** POST /verify: by the link's token (`token_hash`), or by address and six-digit code. Answers a session. */
export async function verifyPosted(call: AuthCall): Promise<Response> {
  const given = await call.body(Posted);
  const types = ACCEPTED[given.type];
  let by: Parameters<typeof claimOneTimeToken>[2];
  if ("token_hash" in given) by = { tokenHash: sha256(given.token_hash) };
  else {
    await countAttempt("code", call.clientIp, given.email);
    const user = await findAuthUserByEmail(db(), given.email);
    if (!user) throw expired();
    by = { codeHash: await hashCode(given.email, given.token), userId: user.id };
  }
  const session = await db().transaction(async (tx) => {
    const { userId } = await confirm(tx, await claimOneTimeToken(tx, types, by));
    return startSession(tx, call, userId, "otp");
  });
  return Response.json(session);
}

const Followed = z.object({
  token: Token,
  type: Kind,
  redirect_to: z.string().max(2048).optional(),
});

/**
 * GET /verify: a followed link. With PKCE the browser carries a code on, useless to anybody without the
 * verifier; else (implicit flow) the session travels in the fragment, which no server sees.
 */
export async function verifyFollowed(call: AuthCall): Promise<Response> {
  const target = allowedRedirect(call.url.searchParams.get("redirect_to"));
  try {
    const { token, type } = parseAs(Followed, Object.fromEntries(call.url.searchParams));
    const parameters = await db().transaction(async (tx) => {
      const by = { tokenHash: sha256(token) };
      const claimed = await confirm(tx, await claimOneTimeToken(tx, ACCEPTED[type], by));
      if (!claimed.codeChallenge) {
        const { user: _, ...session } = await startSession(tx, call, claimed.userId, "otp");
        return { fragment: { ...session, type } };
      }
      const code = randomToken();
      await insertFlow(tx, {
        userId: claimed.userId,
        authCodeHash: sha256(code),
        codeChallenge: claimed.codeChallenge,
      });
      return { query: { code } };
    });
    if (parameters.query) return redirectTo(target, parameters.query);
    target.hash = new URLSearchParams(
      Object.entries(parameters.fragment).map(([name, value]) => [name, String(value)]),
    ).toString();
    return redirectTo(target, {});
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    return redirectTo(target, {
      error: "access_denied",
      error_code: error.code,
      error_description: error.message,
    });
  }
}
