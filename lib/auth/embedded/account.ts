import { z } from "zod";
import { deleteAuthSession, deleteAuthSessions } from "@/lib/db/auth-sessions";
import { deleteOneTimeTokens } from "@/lib/db/auth-tokens";
import { findAuthUserByEmail, findPasswordHash, updateAuthUser } from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { type AuthCall, Email, Metadata, parseAs } from "./auth-call";
import { AuthError } from "./auth-error";
import { assertPassword, hashPassword, matchesPassword } from "./password";
import { requireSession } from "./session";
import { toUser } from "./user";

/** GET /user */
export const getUser = async (call: AuthCall): Promise<Response> =>
  Response.json(toUser((await requireSession(call)).user));

const Changes = z.object({
  email: Email.optional(),
  password: z.string().max(1000).optional(),
  data: z.record(z.string(), z.unknown()).nullish(),
});

/** Supabase merges: a key set to null goes away. */
export const mergeMetadata = (
  old: Record<string, unknown>,
  changes: Record<string, unknown>,
): Record<string, unknown> =>
  parseAs(
    Metadata,
    Object.fromEntries(
      Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null),
    ),
  );

/** PUT /user. A new password ends every other session and every mailed link. */
export async function updateUser(call: AuthCall): Promise<Response> {
  const { user, session } = await requireSession(call);
  const { email, password, data } = await call.body(Changes);
  if (email && email !== user.email && (await findAuthUserByEmail(db(), email)))
    throw new AuthError(
      422,
      "email_exists",
      "A user with this email address has already been registered",
    );
  if (password !== undefined) {
    assertPassword(password);
    if (await matchesPassword(password, await findPasswordHash(db(), user.id)))
      throw new AuthError(
        422,
        "same_password",
        "New password should be different from the old password.",
      );
  }
  const changes = {
    ...(email && { email, emailConfirmedAt: new Date() }),
    ...(password !== undefined && { encryptedPassword: await hashPassword(password) }),
    ...(data && { rawUserMetaData: mergeMetadata(user.rawUserMetaData, data) }),
  };
  const updated = await db().transaction(async (tx) => {
    if (password !== undefined) {
      await deleteAuthSessions(tx, user.id, session.id);
      await deleteOneTimeTokens(tx, user.id);
    }
    return updateAuthUser(tx, user.id, changes);
  });
  if (!updated) throw new AuthError(404, "user_not_found", "User not found");
  return Response.json(toUser(updated));
}

/** POST /logout?scope=global|local|others */
export async function logOut(call: AuthCall): Promise<Response> {
  const { user, session } = await requireSession(call);
  const scope = call.url.searchParams.get("scope") ?? "global";
  if (scope === "local") await deleteAuthSession(db(), session.id);
  else if (scope === "others") await deleteAuthSessions(db(), user.id, session.id);
  else if (scope === "global") await deleteAuthSessions(db(), user.id);
  else throw new AuthError(400, "validation_failed", `Unsupported logout scope "${scope}"`);
  return new Response(null, { status: 204 });
}
