import { z } from "zod";
import { findAuthUserByEmail, insertAuthUser, updateAuthUser } from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { countAttempt } from "./attempts";
import { type AuthCall, Challenge, Email, Metadata } from "./auth-call";
import { AuthError } from "./auth-error";
import { mailAlreadyRegistered } from "./mail";
import { assertPassword, hashPassword } from "./password";
import { startSession } from "./session";
import { newUser, toObfuscatedUser } from "./user";

const SignUp = z.object({
  email: Email.optional(),
  phone: z.string().optional(),
  password: z.string().max(1000).optional(),
  data: Metadata.nullish(),
  ...Challenge,
});

/**
 * POST /signup. New addresses are confirmed and signed in at once, as on Supabase with "confirm email"
 * off. A taken one answers a made-up user without a session, and its owner gets mail.
 */
export async function signUp(call: AuthCall): Promise<Response> {
  const { email, phone, password, data } = await call.body(SignUp);
  if (phone) throw new AuthError(400, "phone_provider_disabled", "Phone signups are disabled");
  if (!email)
    throw new AuthError(422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
  if (!password) throw new AuthError(400, "validation_failed", "Signup requires a valid password");
  assertPassword(password);
  await countAttempt("signup", call.clientIp, email);

  const metadata = data ?? {};
  // Before looking anybody up: a taken address takes as long as a free one.
  const encryptedPassword = await hashPassword(password);
  const confirmed = { encryptedPassword, emailConfirmedAt: new Date() };
  const session = await db().transaction(async (tx) => {
    const existing = await findAuthUserByEmail(tx, email);
    if (existing?.emailConfirmedAt) return undefined;
    const user = existing
      ? await updateAuthUser(tx, existing.id, { ...confirmed, rawUserMetaData: metadata })
      : await insertAuthUser(tx, { ...newUser(email, metadata), ...confirmed });
    return user && startSession(tx, call, user.id, "password");
  });
  if (session) return Response.json(session);
  await mailAlreadyRegistered(email);
  return Response.json(toObfuscatedUser(email, metadata));
}
