import { z } from "zod";
import { findAuthUserByEmail, insertAuthUser, updateAuthUser } from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { countAttempt } from "./attempts";
import { type AuthCall, Challenge, Email, Metadata } from "./auth-call";
import { AuthError } from "./auth-error";
import { mailLink } from "./mail";
import { allowedRedirect } from "./redirect";
import { newUser } from "./user";

const Recover = z.object({ email: Email, ...Challenge });
const Otp = z.object({
  email: Email.optional(),
  phone: z.string().optional(),
  create_user: z.boolean().default(true),
  data: Metadata.nullish(),
  ...Challenge,
});
const Resend = z.object({
  email: Email.optional(),
  phone: z.string().optional(),
  type: z.enum(["signup", "email_change"]),
  ...Challenge,
});

const linkOptions = (call: AuthCall, codeChallenge: string | null | undefined) => ({
  redirect: allowedRedirect(call.url.searchParams.get("redirect_to")),
  codeChallenge: codeChallenge ?? null,
});
/** The same answer whether or not the address is known. */
const accepted = () => Response.json({});

/** POST /recover */
export async function recover(call: AuthCall): Promise<Response> {
  const { email, code_challenge } = await call.body(Recover);
  await countAttempt("mail", call.clientIp, email);
  const user = await findAuthUserByEmail(db(), email);
  if (!user) return accepted();
  await updateAuthUser(db(), user.id, { recoverySentAt: new Date() });
  await mailLink(user, "recovery", linkOptions(call, code_challenge));
  return accepted();
}

/** POST /otp and POST /magiclink: a link that signs in, and up where `create_user` says so. */
export async function magicLink(call: AuthCall): Promise<Response> {
  const { email, create_user, data, code_challenge } = await call.body(Otp);
  if (!email) throw new AuthError(400, "phone_provider_disabled", "Phone logins are disabled");
  await countAttempt("mail", call.clientIp, email);
  const known = await findAuthUserByEmail(db(), email);
  const user =
    known ??
    (create_user ? await insertAuthUser(db(), newUser(email, data ?? undefined)) : undefined);
  if (user) await mailLink(user, "magiclink", linkOptions(call, code_challenge));
  return accepted();
}

/** POST /resend. Addresses are confirmed at sign-up, so only somebody who came by a link can be waiting. */
export async function resend(call: AuthCall): Promise<Response> {
  const { email, type, code_challenge } = await call.body(Resend);
  if (!email) throw new AuthError(400, "phone_provider_disabled", "Phone logins are disabled");
  await countAttempt("mail", call.clientIp, email);
  const user = type === "signup" ? await findAuthUserByEmail(db(), email) : undefined;
  if (user && !user.emailConfirmedAt) {
    await updateAuthUser(db(), user.id, { confirmationSentAt: new Date() });
    await mailLink(user, "signup", linkOptions(call, code_challenge));
  }
  return accepted();
}
