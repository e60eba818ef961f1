import { z } from "zod";

export const SCOPE_RESOURCES = [
  "projects",
  "datasets",
  "images",
  "jobs",
  "exports",
  "storage",
  "sources",
  "account",
  "webhooks",
  "admin",
] as const;
export const SCOPES = SCOPE_RESOURCES.flatMap(
  (resource) => [`${resource}:read`, `${resource}:write`] as const,
);
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** Write includes read. An unknown string grants nothing. */
export const grants = (scopes: ReadonlySet<string>, needed: Scope): boolean =>
  scopes.has(needed) || scopes.has(needed.replace(":read", ":write"));

/** What a signed-in person may do; `admin` comes with the role. */
export const USER_SCOPES: readonly Scope[] = SCOPES.filter((s) => !s.startsWith("admin:"));
