import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { AuthUserRow } from "@/lib/db/auth-users";

const time = (date: Date | null) => date?.toISOString();

/** The user as the Supabase Auth API answers it. */
export const toUser = (row: AuthUserRow) => ({
  id: row.id,
  aud: row.aud,
  role: row.role,
  email: row.email ?? "",
  phone: "",
  email_confirmed_at: time(row.emailConfirmedAt),
  confirmed_at: time(row.emailConfirmedAt),
  invited_at: time(row.invitedAt),
  confirmation_sent_at: time(row.confirmationSentAt),
  recovery_sent_at: time(row.recoverySentAt),
  last_sign_in_at: time(row.lastSignInAt),
  banned_until: time(row.bannedUntil),
  app_metadata: row.rawAppMetaData,
  user_metadata: row.rawUserMetaData,
  identities: row.email
    ? [
        {
          identity_id: row.id,
          id: row.id,
          user_id: row.id,
          identity_data: { email: row.email, email_verified: !!row.emailConfirmedAt, sub: row.id },
          provider: "email",
          email: row.email,
          created_at: time(row.createdAt),
          updated_at: time(row.updatedAt),
          last_sign_in_at: time(row.lastSignInAt),
        },
      ]
    : [],
  created_at: time(row.createdAt),
  updated_at: time(row.updatedAt),
  is_anonymous: row.isAnonymous,
});

/** What sign-up answers for a taken address: a user that looks new, with an id that belongs to nobody. */
export const toObfuscatedUser = (email: string, metadata: Record<string, unknown>) => {
  const now = new Date();
  const user = toUser({
    ...newUser(email, metadata),
    id: randomUUID(),
    aud: "authenticated",
    role: "",
    createdAt: now,
    updatedAt: now,
    confirmationSentAt: now,
    emailConfirmedAt: null,
    invitedAt: null,
    recoverySentAt: null,
    lastSignInAt: null,
    bannedUntil: null,
    deletedAt: null,
    isAnonymous: false,
  });
  return { ...user, identities: [] };
};

/** The values every new row of auth.users starts with. */
export const newUser = (email: string, metadata: Record<string, unknown> = {}) => ({
  id: uuidv7(),
  email,
  rawAppMetaData: { provider: "email", providers: ["email"] },
  rawUserMetaData: metadata,
});

export const isBanned = (row: AuthUserRow) =>
  row.bannedUntil !== null && row.bannedUntil > new Date();
