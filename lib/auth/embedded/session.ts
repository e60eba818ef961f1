import {
  type AuthSessionRow,
  deleteAuthSession,
  findAuthSession,
  insertAuthSession,
  rotateAuthSession,
} from "@/lib/db/auth-sessions";
import { type AuthUserRow, findAuthUser, updateAuthUser } from "@/lib/db/auth-users";
import { type Db, db } from "@/lib/db/client";
import { type AuthCall, bearerToken } from "./auth-call";
import { AuthError } from "./auth-error";
import {
  ACCESS_TOKEN_SECONDS,
  readAccessToken,
  readRefreshToken,
  refreshTokenOf,
  signAccessToken,
} from "./tokens";
import { isBanned, toUser } from "./user";

/** How the person proved who they are; becomes the token's `amr`. */
export type AuthenticationMethod = "password" | "otp";

/** For this long the token before the last still gives the last: two tabs refresh at once, an answer gets lost. */
const REUSE_SECONDS = 10;

async function sessionBody(user: AuthUserRow, session: AuthSessionRow) {
  return {
    access_token: await signAccessToken(user, session),
    token_type: "bearer",
    expires_in: ACCESS_TOKEN_SECONDS,
    expires_at: Math.floor(Date.now() / 1000) + ACCESS_TOKEN_SECONDS,
    refresh_token: await refreshTokenOf(session.id, session.refreshTokenCounter),
    user: toUser(user),
  };
}
export type SessionBody = Awaited<ReturnType<typeof sessionBody>>;

/** Signs the person in on one more device. */
export async function startSession(
  tx: Db,
  call: AuthCall,
  userId: string,
  method: AuthenticationMethod,
): Promise<SessionBody> {
  const user = await updateAuthUser(tx, userId, { lastSignInAt: new Date() });
  if (!user) throw new AuthError(404, "user_not_found", "User not found");
  if (isBanned(user)) throw new AuthError(400, "user_banned", "User is banned");
  const session = await insertAuthSession(tx, {
    userId,
    authenticationMethod: method,
    userAgent: call.headers.get("user-agent")?.slice(0, 500) ?? null,
    ip: call.clientIp,
  });
  return sessionBody(user, session);
}

/**
 * Exchanges a refresh token for the next one. A token that was already exchanged is in two hands:
 * unless that was a moment ago, the whole session ends for both.
 */
export async function refreshSession(token: string): Promise<SessionBody> {
  const read = await readRefreshToken(token);
  if (!read)
    throw new AuthError(400, "refresh_token_not_found", "Invalid Refresh Token: Not Found");
  const session =
    (await rotateAuthSession(db(), read.sessionId, read.counter)) ?? (await recentlyRotated(read));
  const user = await findAuthUser(db(), session.userId);
  if (!user) throw new AuthError(400, "user_not_found", "User not found");
  if (isBanned(user)) throw new AuthError(400, "user_banned", "User is banned");
  return sessionBody(user, session);
}

async function recentlyRotated(read: {
  sessionId: string;
  counter: number;
}): Promise<AuthSessionRow> {
  const found = await findAuthSession(db(), read.sessionId);
  if (!found)
    throw new AuthError(400, "refresh_token_not_found", "Invalid Refresh Token: Not Found");
  const isParent = found.session.refreshTokenCounter === read.counter + 1;
  if (isParent && found.refreshedSecondsAgo <= REUSE_SECONDS) return found.session;
  await deleteAuthSession(db(), read.sessionId);
  if (found.session.refreshTokenCounter === read.counter)
    throw new AuthError(400, "session_expired", "Invalid Refresh Token: Session Expired");
  throw new AuthError(400, "refresh_token_already_used", "Invalid Refresh Token: Already Used");
}

/** The person and session behind the bearer token; refused when either is gone, unlike an offline check. */
export async function requireSession(
  call: AuthCall,
): Promise<{ user: AuthUserRow; session: AuthSessionRow }> {
  const token = bearerToken(call.headers);
  if (!token)
    throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  const claims = await readAccessToken(token);
  if (!claims) throw new AuthError(403, "bad_jwt", "invalid JWT: unable to verify the token");
  const found = await findAuthSession(db(), claims.sessionId);
  if (found?.session.userId !== claims.userId)
    throw new AuthError(
      403,
      "session_not_found",
      "Session from session_id claim in JWT does not exist",
    );
  const user = await findAuthUser(db(), claims.userId);
  if (!user)
    throw new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
  if (isBanned(user)) throw new AuthError(403, "user_banned", "User is banned");
  return { user, session: found.session };
}
