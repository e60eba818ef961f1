import { findApiKeyForAuth, touchApiKey } from "@/lib/db/api-keys";
import { db } from "@/lib/db/client";
import { findProfile, upsertProfileFromAuth } from "@/lib/db/profiles";
import type { ROLES } from "@/lib/domain/profile";
import { SCOPES, type Scope, USER_SCOPES } from "@/lib/domain/scope";
import { verifyAccessToken } from "./access-token";
import { isSecretOf, parseApiKey } from "./api-key";
import { readSessionCookie } from "./session-cookie";

type Role = (typeof ROLES)[number];
type Scopes = ReadonlySet<Scope>;

/** What a person's actors have in common. */
interface Person {
  readonly userId: string;
  readonly role: Role;
  readonly scopes: Scopes;
  /** When the credential ends by itself. */
  readonly expiresAt: Date | null;
}

/** Who is asking. `via` says how they proved it: a browser sends a cookie by itself, and so across sites. */
export type Actor =
  | { readonly kind: "anonymous"; readonly scopes: Scopes; readonly via?: undefined }
  | (Person & {
      readonly kind: "user";
      readonly email: string | null;
      readonly via: "cookie" | "bearer";
    })
  | (Person & {
      readonly kind: "api-key";
      readonly keyId: string;
      /** Requests per hour, where the key has a limit of its own. */
      readonly rateLimit: number | null;
      readonly via: "api-key";
    });

const scopesOf = (role: Role): readonly Scope[] => (role === "admin" ? SCOPES : USER_SCOPES);

async function actorOfKey(text: string): Promise<Actor | null> {
  const parsed = parseApiKey(text);
  const found = parsed && (await findApiKeyForAuth(db(), parsed.publicId));
  if (!found || !isSecretOf(found.key.secretHash, parsed.secret)) return null;
  if (found.status !== "active") return null;
  await touchApiKey(db(), found.key.id);
  // A key never outlives its owner's role: an administrator's key loses admin:* with the role.
  const allowed = new Set(scopesOf(found.role));
  return {
    kind: "api-key",
    via: "api-key",
    userId: found.key.ownerId,
    keyId: found.key.id,
    role: found.role,
    rateLimit: found.key.rateLimit,
    expiresAt: found.key.expiresAt,
    scopes: new Set(found.key.scopes.filter((scope) => allowed.has(scope))),
  };
}

async function actorOfToken(token: string, via: "cookie" | "bearer"): Promise<Actor | null> {
  const claims = await verifyAccessToken(token);
  if (!claims) return null;
  // The token outlives the account by up to an hour; the row says what is true now.
  const profile =
    (await findProfile(db(), claims.sub)) ?? (await upsertProfileFromAuth(db(), claims.sub));
  if (profile?.status !== "active") return null;
  return {
    kind: "user",
    via,
    userId: profile.id,
    email: profile.email,
    role: profile.role,
    expiresAt: new Date(claims.exp * 1000),
    scopes: new Set(scopesOf(profile.role)),
  };
}

/**
 * The only reader of credentials: an API key, else a Supabase access token, else the browser's session
 * cookie. The first that is there decides. Null when there is none or it is not good: unknown, expired,
 * revoked, or its owner is suspended or gone.
 */
export async function resolveActor(request: {
  readonly headers: Pick<Headers, "get">;
}): Promise<Actor | null> {
  const apiKey = request.headers.get("x-api-key");
  if (apiKey !== null) return actorOfKey(apiKey.trim());
  const [, bearer] = /^bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (bearer)
    return bearer.startsWith("pxc_") ? actorOfKey(bearer) : actorOfToken(bearer, "bearer");
  const session = await readSessionCookie(request.headers.get("cookie"));
  return session ? actorOfToken(session, "cookie") : null;
}
