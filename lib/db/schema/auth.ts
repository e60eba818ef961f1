import { bigint, boolean, jsonb, pgSchema, text, uuid } from "drizzle-orm/pg-core";
import { at, createdAt } from "./columns";

/** The tables of the embedded Supabase Auth, made by drizzle/0000_bootstrap.sql and never generated. */
const auth = pgSchema("auth");

const id = () => uuid().primaryKey().defaultRandom();

export const users = auth.table("users", {
  id: id(),
  aud: text().notNull().default("authenticated"),
  role: text().notNull().default("authenticated"),
  email: text(),
  encryptedPassword: text(),
  emailConfirmedAt: at(),
  invitedAt: at(),
  confirmationSentAt: at(),
  recoverySentAt: at(),
  lastSignInAt: at(),
  rawAppMetaData: jsonb().$type<Record<string, unknown>>().notNull(),
  rawUserMetaData: jsonb().$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
  updatedAt: createdAt(),
  bannedUntil: at(),
  deletedAt: at(),
  isAnonymous: boolean().notNull().default(false),
});

export const sessions = auth.table("sessions", {
  id: id(),
  userId: uuid().notNull(),
  createdAt: createdAt(),
  refreshedAt: createdAt(),
  refreshTokenCounter: bigint({ mode: "number" }).notNull().default(0),
  aal: text().notNull().default("aal1"),
  authenticationMethod: text().notNull(),
  userAgent: text(),
  ip: text(),
});

export const oneTimeTokens = auth.table("one_time_tokens", {
  id: id(),
  userId: uuid().notNull(),
  tokenType: text().notNull(),
  tokenHash: text().notNull(),
  codeHash: text().notNull(),
  codeChallenge: text(),
  createdAt: createdAt(),
  expiresAt: at().notNull(),
});

export const flowState = auth.table("flow_state", {
  id: id(),
  userId: uuid().notNull(),
  authCodeHash: text().notNull(),
  codeChallenge: text().notNull(),
  createdAt: createdAt(),
  expiresAt: at().notNull(),
});

export const outbox = auth.table("outbox", {
  id: id(),
  recipient: text().notNull(),
  subject: text().notNull(),
  body: text().notNull(),
  link: text(),
  createdAt: createdAt(),
});
