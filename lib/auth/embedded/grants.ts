import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { claimFlow } from "@/lib/db/auth-tokens";
import { findAuthUserByEmail, findPasswordHash } from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { countAttempt, forgetAttempts } from "./attempts";
import { type AuthCall, Email } from "./auth-call";
import { AuthError } from "./auth-error";
import { matchesPassword } from "./password";
import { refreshSession, type SessionBody, startSession } from "./session";
import { sha256 } from "./tokens";

const Password = z.object({
  email: Email.optional(),
  phone: z.string().optional(),
  password: z.string().max(1000),
});

async function passwordGrant(call: AuthCall): Promise<SessionBody> {
  const { email, password } = await call.body(Password);
  if (!email) throw new AuthError(400, "phone_provider_disabled", "Phone logins are disabled");
  await countAttempt("login", call.clientIp, email);
  const user = await findAuthUserByEmail(db(), email);
  const passwordHash = user ? await findPasswordHash(db(), user.id) : null;
  if (!(await matchesPassword(password, passwordHash)) || !user)
    throw new AuthError(400, "invalid_credentials", "Invalid login credentials");
  if (!user.emailConfirmedAt)
    throw new AuthError(400, "email_not_confirmed", "Email not confirmed");
  await forgetAttempts("login", call.clientIp, email);
  return startSession(db(), call, user.id, "password");
}

const Refresh = z.object({ refresh_token: z.string().max(200) });

const Pkce = z.object({
  auth_code: z.string().min(1).max(200),
  code_verifier: z.string().min(1).max(200),
});

/** The code comes from a mailed link, the verifier from the browser that asked for it (RFC 7636). */
async function pkceGrant(call: AuthCall): Promise<SessionBody> {
  const { auth_code, code_verifier } = await call.body(Pkce);
  const flow = await claimFlow(db(), sha256(auth_code));
  if (!flow)
    throw new AuthError(
      404,
      "flow_state_not_found",
      "invalid flow state, no valid flow state found",
    );
  const challenge = createHash("sha256").update(code_verifier).digest();
  const expected = Buffer.from(flow.codeChallenge, "base64url");
  if (expected.length !== challenge.length || !timingSafeEqual(expected, challenge))
    throw new AuthError(
      400,
      "bad_code_verifier",
      "code challenge does not match previously saved code verifier",
    );
  return startSession(db(), call, flow.userId, "otp");
}

const GRANTS: Readonly<Record<string, (call: AuthCall) => Promise<SessionBody>>> = {
  password: passwordGrant,
  refresh_token: async (call) => refreshSession((await call.body(Refresh)).refresh_token),
  pkce: pkceGrant,
};

/** POST /token?grant_type=password|refresh_token|pkce */
export async function token(call: AuthCall): Promise<Response> {
  const name = call.url.searchParams.get("grant_type") ?? "";
  const grant = Object.hasOwn(GRANTS, name) ? GRANTS[name] : undefined;
  if (!grant) throw new AuthError(400, "validation_failed", "unsupported_grant_type");
  return Response.json(await grant(call));
}
