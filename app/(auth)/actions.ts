"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { PersonClaims } from "@/lib/auth/access-token";
import { resolveActor } from "@/lib/auth/actor";
import { localPath } from "@/lib/auth/local-path";
import { createSessionClient } from "@/lib/auth/supabase";
import { appUrl } from "@/lib/env";

type FieldErrors = Readonly<Record<string, string[] | undefined>>;
/** What a form shows after it was sent and did not lead elsewhere. */
export type AuthFormState =
  | { ok: true; message: string }
  | { ok: false; message: string; fieldErrors?: FieldErrors }
  | null;

const Email = z
  .string("Enter your e-mail address.")
  .trim()
  .max(254)
  .pipe(z.email("Enter a complete e-mail address."));
const NewPassword = z
  .string("Choose a password.")
  .min(8, "Use at least 8 characters.")
  .refine((text) => Buffer.byteLength(text) <= 72, "Use at most 72 characters.");
const Next = z.string().optional();

const SignUp = z.object({
  email: Email,
  password: NewPassword,
  displayName: z.string().trim().max(100, "Use at most 100 characters.").optional(),
  next: Next,
});
const LogIn = z.object({
  email: Email,
  password: z.string("Enter your password.").min(1, "Enter your password.").max(1000),
  next: Next,
});
const OnlyEmail = z.object({ email: Email, next: Next });
const Reset = z.object({ password: NewPassword });

const refuse = (message: string, fieldErrors?: FieldErrors) => ({
  ok: false as const,
  message,
  ...(fieldErrors && { fieldErrors }),
});

function parseForm<T>(schema: z.ZodType<T>, form: FormData) {
  const parsed = schema.safeParse(Object.fromEntries(form));
  if (parsed.success) return { values: parsed.data };
  const { fieldErrors } = z.flattenError(parsed.error);
  return { refusal: refuse("Check the marked fields.", fieldErrors) };
}

/** The sign-in service's refusals that are safe to tell; anything else could say whether an account exists. */
function explain(error: { code?: string | undefined; status?: number | undefined }) {
  if (error.status === 429) return refuse("Too many attempts. Wait a few minutes and try again.");
  if (error.code === "weak_password")
    return refuse("Choose a stronger password.", { password: ["Use at least 8 characters."] });
  if (error.code === "same_password")
    return refuse("Choose a password that is not the old one.", {
      password: ["This is the old one."],
    });
  if (error.code === "session_not_found" || error.code === "session_expired")
    return refuse("This link has expired. Ask for a new one.");
  return refuse("That did not work. Try again in a moment.");
}

async function sessionClient() {
  const [jar, requestHeaders] = await Promise.all([cookies(), headers()]);
  return createSessionClient(jar, { forwardedFor: requestHeaders.get("x-forwarded-for") });
}

const callbackUrl = (next: string) => `${appUrl()}/auth/callback?next=${encodeURIComponent(next)}`;

export async function signUp(_: AuthFormState, form: FormData): Promise<AuthFormState> {
  const { values, refusal } = parseForm(SignUp, form);
  if (refusal) return refusal;
  const next = localPath(values.next, "/dashboard");
  const { auth } = await sessionClient();
  const { data, error } = await auth.signUp({
    email: values.email,
    password: values.password,
    options: {
      emailRedirectTo: callbackUrl(next),
      data: values.displayName ? { display_name: values.displayName } : {},
    },
  });
  if (data.session) redirect(next);
  // Where the service confirms at once it says when an address is taken; we do not.
  if (error && error.code !== "user_already_exists" && error.code !== "email_exists")
    return explain(error);
  return { ok: true, message: `We sent a message to ${values.email}. Follow it to go on.` };
}

export async function logIn(_: AuthFormState, form: FormData): Promise<AuthFormState> {
  const { values, refusal } = parseForm(LogIn, form);
  if (refusal) return refusal;
  const { auth } = await sessionClient();
  const { data, error } = await auth.signInWithPassword(values);
  if (error?.code === "email_not_confirmed")
    return refuse("Confirm your address first: follow the link we sent you.");
  if (error?.code === "invalid_credentials" || error?.code === "user_banned")
    return refuse("The address or the password is wrong.");
  if (error) return explain(error);
  const authorization = `Bearer ${data.session.access_token}`;
  if (!(await resolveActor({ headers: new Headers({ authorization }) }))) {
    await auth.signOut({ scope: "local" });
    return refuse("This account is suspended.");
  }
  redirect(localPath(values.next, "/dashboard"));
}

export async function logOut(): Promise<void> {
  const { auth } = await sessionClient();
  await auth.signOut({ scope: "local" });
  redirect("/");
}

/** The same answer for addresses that nobody has. */
export async function requestPasswordReset(
  _: AuthFormState,
  form: FormData,
): Promise<AuthFormState> {
  const { values, refusal } = parseForm(OnlyEmail, form);
  if (refusal) return refusal;
  const { auth } = await sessionClient();
  const redirectTo = callbackUrl("/reset-password");
  const { error } = await auth.resetPasswordForEmail(values.email, { redirectTo });
  if (error?.status === 429) return explain(error);
  return { ok: true, message: "If there is an account with this address, a link is on its way." };
}

/** Signs in people who have an account; the same answer for those who have none. */
export async function sendMagicLink(_: AuthFormState, form: FormData): Promise<AuthFormState> {
  const { values, refusal } = parseForm(OnlyEmail, form);
  if (refusal) return refusal;
  const { auth } = await sessionClient();
  const emailRedirectTo = callbackUrl(localPath(values.next, "/dashboard"));
  const options = { shouldCreateUser: false, emailRedirectTo };
  const { error } = await auth.signInWithOtp({ email: values.email, options });
  if (error?.status === 429) return explain(error);
  return { ok: true, message: "If there is an account with this address, a link is on its way." };
}

const RESET_WINDOW_SECONDS = 3600;

/** Whether this session began with a mailed link, and lately: a stolen session must not change the password. */
const cameByMail = (claims: PersonClaims): boolean =>
  claims.amr.some(
    ({ method, timestamp }) =>
      ["otp", "recovery", "magiclink"].includes(method) &&
      timestamp > Date.now() / 1000 - RESET_WINDOW_SECONDS,
  );

export async function resetPassword(_: AuthFormState, form: FormData): Promise<AuthFormState> {
  const { values, refusal } = parseForm(Reset, form);
  if (refusal) return refusal;
  const { auth } = await sessionClient();
  const claims = PersonClaims.safeParse((await auth.getClaims()).data?.claims).data;
  if (!claims || !cameByMail(claims)) return refuse("This link has expired. Ask for a new one.");
  const { error } = await auth.updateUser({ password: values.password });
  if (error) return explain(error);
  redirect("/dashboard");
}
