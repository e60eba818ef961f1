import { insertOutboxMail } from "@/lib/db/auth-outbox";
import { putOneTimeToken } from "@/lib/db/auth-tokens";
import type { AuthUserRow } from "@/lib/db/auth-users";
import { type Db, db } from "@/lib/db/client";
import { appUrl } from "@/lib/env";
import { hashCode, randomCode, randomToken, sha256 } from "./tokens";

/** What a mailed link is for. */
export type LinkType = "recovery" | "magiclink" | "signup" | "invite";

/** Replaces the person's earlier link of the same kind. Returns what only the mail may carry. */
export async function makeLinkToken(
  tx: Db,
  user: AuthUserRow,
  type: LinkType,
  codeChallenge: string | null = null,
): Promise<{ token: string; code: string }> {
  const token = randomToken();
  const code = randomCode();
  await putOneTimeToken(tx, {
    userId: user.id,
    tokenType: type,
    tokenHash: sha256(token),
    codeHash: await hashCode(user.email ?? "", code),
    codeChallenge,
  });
  return { token, code };
}

/**
 * Leads to the application's own callback with the token itself, so that it works in any browser;
 * a code would only work in the browser that asked for it.
 */
function callbackLink(redirect: URL, type: LinkType, token: string): string {
  const link = new URL("/auth/callback", appUrl());
  if (redirect.pathname === link.pathname) link.search = redirect.search;
  else if (redirect.pathname !== "/")
    link.searchParams.set("next", redirect.pathname + redirect.search);
  link.searchParams.set("token_hash", token);
  link.searchParams.set("type", type);
  return link.href;
}

const TEXTS = {
  recovery: ["Reset your password", "Follow this link to choose a new password"],
  magiclink: ["Your sign-in link", "Follow this link to sign in"],
  signup: ["Confirm your address", "Follow this link to confirm your address"],
  invite: ["You are invited", "Follow this link to accept the invitation"],
} as const satisfies Record<LinkType, readonly [string, string]>;

export async function mailLink(
  user: AuthUserRow,
  type: LinkType,
  options: { redirect: URL; codeChallenge: string | null },
): Promise<void> {
  const { token, code } = await makeLinkToken(db(), user, type, options.codeChallenge);
  const link = callbackLink(options.redirect, type, token);
  const [subject, sentence] = TEXTS[type];
  await insertOutboxMail(db(), {
    recipient: user.email ?? "",
    subject,
    body: `${sentence}:\n\n${link}\n\nOr enter the code ${code}. Both work once, for an hour. If you did not ask for this, do nothing.`,
    link,
  });
}

/** Tells the owner of an address that somebody signed up with it; the person who did learns nothing. */
export const mailAlreadyRegistered = (email: string): Promise<void> =>
  insertOutboxMail(db(), {
    recipient: email,
    subject: "You already have an account",
    body: "Somebody signed up with your address. If that was you, sign in, or reset your password. If not, do nothing.",
    link: `${appUrl()}/login`,
  });
