import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { AuthSessionRow } from "@/lib/db/auth-sessions";
import type { AuthUserRow } from "@/lib/db/auth-users";
import { appUrl } from "@/lib/env";
import { authKeys } from "./keys";

export const ACCESS_TOKEN_SECONDS = 3600;
/** Where the embedded API is reached, and so the `iss` of its tokens. */
export const authApiUrl = () => `${appUrl()}/supabase/auth/v1`;

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** An unguessable string of 256 bits. */
export const randomToken = () => randomBytes(32).toString("base64url");

/** Six digits for a person to type. Only good together with an attempt limit. */
export const randomCode = () => String(randomInt(1_000_000)).padStart(6, "0");

const hmac = async (...parts: readonly (string | Buffer)[]): Promise<Buffer> => {
  const mac = createHmac("sha256", (await authKeys()).secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

/** A keyed hash, because a million codes are quickly tried against a plain one. */
export const hashCode = async (email: string, code: string): Promise<string> =>
  (await hmac(`code\n${email}\n${code}`)).toString("hex");

export async function signAccessToken(user: AuthUserRow, session: AuthSessionRow): Promise<string> {
  const { privateKey, kid } = await authKeys();
  const signedInAt = Math.floor(session.createdAt.getTime() / 1000);
  return new SignJWT({
    email: user.email ?? "",
    phone: "",
    role: user.role,
    session_id: session.id,
    aal: session.aal,
    amr: [{ method: session.authenticationMethod, timestamp: signedInAt }],
    app_metadata: user.rawAppMetaData,
    user_metadata: user.rawUserMetaData,
    is_anonymous: user.isAnonymous,
  })
    .setProtectedHeader({ alg: "ES256", kid, typ: "JWT" })
    .setIssuer(authApiUrl())
    .setAudience(user.aud)
    .setSubject(user.id)
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS} s`)
    .sign(privateKey);
}

const AccessClaims = z.object({ sub: z.uuid(), session_id: z.uuid() });

/** Who an access token of ours speaks for; undefined when it is not ours, not good or no longer good. */
export async function readAccessToken(
  token: string,
): Promise<{ userId: string; sessionId: string } | undefined> {
  const { publicKey } = await authKeys();
  const verified = await jwtVerify(token, publicKey, {
    algorithms: ["ES256"],
    issuer: authApiUrl(),
    audience: "authenticated",
  }).catch(() => undefined);
  const claims = AccessClaims.safeParse(verified?.payload).data;
  return claims && { userId: claims.sub, sessionId: claims.session_id };
}

export async function isServiceRoleKey(token: string): Promise<boolean> {
  const { publicKey } = await authKeys();
  const verified = await jwtVerify(token, publicKey, {
    algorithms: ["ES256"],
    issuer: "pixcrawler",
  }).catch(() => undefined);
  return verified?.payload.role === "service_role";
}

const ID_BYTES = 16;
const COUNTER_BYTES = 8;
const MAC_BYTES = 32;

/**
 * Refresh token number `counter` of a session: id, number and a keyed hash of both. Nothing secret is
 * stored, a forged token is refused without a query, and the same number always gives the same token.
 */
export async function refreshTokenOf(sessionId: string, counter: number): Promise<string> {
  const body = Buffer.alloc(ID_BYTES + COUNTER_BYTES);
  body.write(sessionId.replaceAll("-", ""), "hex");
  body.writeBigUInt64BE(BigInt(counter), ID_BYTES);
  return Buffer.concat([body, await hmac("refresh\n", body)]).toString("base64url");
}

/** Undefined unless we made it. */
export async function readRefreshToken(
  token: string,
): Promise<{ sessionId: string; counter: number } | undefined> {
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length !== ID_BYTES + COUNTER_BYTES + MAC_BYTES) return undefined;
  const body = bytes.subarray(0, ID_BYTES + COUNTER_BYTES);
  if (!timingSafeEqual(bytes.subarray(body.length), await hmac("refresh\n", body)))
    return undefined;
  const id = body.toString("hex", 0, ID_BYTES);
  return {
    sessionId: id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5"),
    counter: Number(body.readBigUInt64BE(ID_BYTES)),
  };
}
