import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { authenticatedRole, authUsers } from "drizzle-orm/supabase";
import { PROFILE_STATUSES, ROLES } from "@/lib/domain/profile";
import type { Scope } from "@/lib/domain/scope";
import { at, createdAt, id, ownRows } from "./columns";

export const roleEnum = pgEnum("role", ROLES);
export const profileStatusEnum = pgEnum("profile_status", PROFILE_STATUSES);

/** Extends auth.users; made by a trigger there. Role and status are not granted to the person. */
export const profiles = pgTable(
  "profiles",
  {
    id: uuid()
      .primaryKey()
      .references(() => authUsers.id, { onDelete: "cascade" }),
    email: text(),
    displayName: text(),
    role: roleEnum().notNull().default("user"),
    status: profileStatusEnum().notNull().default("active"),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index("profiles_email").on(t.email),
    pgPolicy("own profile", {
      for: "all",
      to: authenticatedRole,
      using: sql`id = (select auth.uid())`,
      withCheck: sql`id = (select auth.uid())`,
    }),
  ],
);

/** The person a row belongs to; their rows go with them. */
export const ownerId = () =>
  uuid()
    .notNull()
    .references(() => profiles.id, { onDelete: "cascade" });

export const apiKeys = pgTable(
  "api_keys",
  {
    id: id(),
    ownerId: ownerId(),
    name: text().notNull(),
    /** The part of the key that finds its row; the secret is only kept as sha256 (hex). */
    publicId: text().notNull(),
    secretHash: text().notNull(),
    prefix: text().notNull(),
    scopes: text().array().$type<Scope[]>().notNull(),
    rateLimit: integer(),
    expiresAt: at(),
    lastUsedAt: at(),
    revokedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("api_keys_public_id").on(t.publicId),
    index("api_keys_owner").on(t.ownerId, t.id),
    check("api_keys_rate_limit", sql`${t.rateLimit} > 0`),
    ownRows(),
  ],
);

export const creditAccounts = pgTable(
  "credit_accounts",
  {
    ownerId: ownerId().primaryKey(),
    balance: bigint({ mode: "number" }).notNull().default(0),
    reserved: bigint({ mode: "number" }).notNull().default(0),
    settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    updatedAt: createdAt(),
  },
  (t) => [
    check("credit_accounts_never_negative", sql`${t.balance} >= 0 and ${t.reserved} >= 0`),
    ownRows(),
  ],
);

export const creditTransactions = pgTable(
  "credit_transactions",
  {
    id: id(),
    ownerId: ownerId(),
    kind: text().notNull(),
    amount: bigint({ mode: "number" }).notNull(),
    balanceAfter: bigint({ mode: "number" }).notNull(),
    reason: text().notNull(),
    reference: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index("credit_transactions_owner").on(t.ownerId, t.id),
    check(
      "credit_transactions_kind",
      sql`${t.kind} in ('grant', 'purchase', 'reserve', 'release', 'spend', 'refund')`,
    ),
    check("credit_transactions_balance", sql`${t.balanceAfter} >= 0`),
    ownRows(),
  ],
);

export const usageMetrics = pgTable(
  "usage_metrics",
  {
    ownerId: ownerId(),
    day: text().notNull(),
    metric: text().notNull(),
    value: bigint({ mode: "number" }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.ownerId, t.day, t.metric] }),
    check("usage_metrics_value", sql`${t.value} >= 0`),
    ownRows(),
  ],
);

export const notifications = pgTable(
  "notifications",
  {
    id: id(),
    ownerId: ownerId(),
    kind: text().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    link: text(),
    readAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    index("notifications_owner").on(t.ownerId, t.id),
    index("notifications_unread").on(t.ownerId).where(sql`read_at is null`),
    ownRows(),
  ],
);

export const notificationPreferences = pgTable(
  "notification_preferences",
  {
    ownerId: ownerId().primaryKey(),
    email: boolean().notNull().default(true),
    digest: text().notNull().default("off"),
    quietHours: jsonb().$type<{ from: string; to: string; timeZone: string } | null>(),
    updatedAt: createdAt(),
  },
  (t) => [
    check("notification_preferences_digest", sql`${t.digest} in ('off', 'daily', 'weekly')`),
    ownRows(),
  ],
);

/** Who did what when. Written by the services, never changed. */
export const activityLogs = pgTable(
  "activity_logs",
  {
    id: id(),
    ownerId: ownerId(),
    actor: text().notNull(),
    action: text().notNull(),
    resourceType: text().notNull(),
    resourceId: uuid(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    requestId: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index("activity_logs_owner").on(t.ownerId, t.id),
    index("activity_logs_resource").on(t.ownerId, t.resourceType, t.resourceId, t.id),
    ownRows(),
  ],
);
