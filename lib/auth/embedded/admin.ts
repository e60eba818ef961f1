import { z } from "zod";
import { deleteAuthSessions } from "@/lib/db/auth-sessions";
import { deleteOneTimeTokens } from "@/lib/db/auth-tokens";
import {
  type AuthUserRow,
  deleteAuthUser,
  findAuthUser,
  findAuthUserByEmail,
  insertAuthUser,
  listAuthUsers,
  updateAuthUser,
} from "@/lib/db/auth-users";
import { db } from "@/lib/db/client";
import { mergeMetadata } from "./account";
import { type AuthCall, bearerToken, Email, Metadata, parseAs } from "./auth-call";
import { AuthError } from "./auth-error";
import { makeLinkToken } from "./mail";
import { assertPassword, hashPassword } from "./password";
import { allowedRedirect } from "./redirect";
import { authApiUrl, isServiceRoleKey } from "./tokens";
import { newUser, toUser } from "./user";

export async function requireServiceRole(call: AuthCall): Promise<void> {
  const token = bearerToken(call.headers);
  if (!token)
    throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  if (!(await isServiceRoleKey(token))) throw new AuthError(403, "not_admin", "User not allowed");
}

const MS = { h: 3_600_000, m: 60_000, s: 1000 } as const;
/** Supabase's notation: "none", or hours, minutes and seconds as in "24h" and "1h30m". */
const BanDuration = z.string().regex(/^(none|(\d{1,7}[hms])+)$/, "invalid format for ban duration");
function bannedUntil(duration: string): Date | null {
  if (duration === "none") return null;
  const totalMs = [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * MS[unit as keyof typeof MS], // the pattern's own letters
    0,
  );
  return new Date(Date.now() + totalMs);
}

const Attributes = z.object({
  email: Email.optional(),
  password: z.string().max(1000).optional(),
  email_confirm: z.boolean().optional(),
  user_metadata: Metadata.optional(),
  app_metadata: Metadata.optional(),
  ban_duration: BanDuration.optional(),
});
const taken = () =>
  new AuthError(422, "email_exists", "A user with this email address has already been registered");
const unknown = () => new AuthError(404, "user_not_found", "User not found");
const found = (row: AuthUserRow | undefined): AuthUserRow => {
  if (!row) throw unknown();
  return row;
};

async function columnsOf(given: z.infer<typeof Attributes>) {
  if (given.password !== undefined) assertPassword(given.password);
  return {
    ...(given.password !== undefined && { encryptedPassword: await hashPassword(given.password) }),
    ...(given.email_confirm && { emailConfirmedAt: new Date() }),
    ...(given.ban_duration !== undefined && { bannedUntil: bannedUntil(given.ban_duration) }),
  };
}

/** POST /admin/users */
export async function createUser(call: AuthCall): Promise<Response> {
  const given = await call.body(Attributes);
  if (!given.email)
    throw new AuthError(400, "validation_failed", "Cannot create a user without an email");
  const base = newUser(given.email, given.user_metadata);
  const row = await insertAuthUser(db(), {
    ...base,
    ...(await columnsOf(given)),
    rawAppMetaData: { ...base.rawAppMetaData, ...given.app_metadata },
  });
  if (!row) throw taken();
  return Response.json(toUser(row));
}

const Paging = z.object({
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
  per_page: z.coerce.number().int().min(1).max(1000).catch(50),
});

/** GET /admin/users?page=&per_page= */
export async function listUsers(call: AuthCall): Promise<Response> {
  const { page, per_page } = parseAs(Paging, Object.fromEntries(call.url.searchParams));
  const { rows, total } = await listAuthUsers(db(), {
    offset: (page - 1) * per_page,
    limit: per_page,
  });
  const last = Math.max(1, Math.ceil(total / per_page));
  const linkTo = (target: number, rel: string) =>
    `</admin/users?page=${target}&per_page=${per_page}>; rel="${rel}"`;
  const links = [...(page < last ? [linkTo(page + 1, "next")] : []), linkTo(last, "last")];
  return Response.json(
    { users: rows.map(toUser), aud: "authenticated" },
    { headers: { "x-total-count": String(total), link: links.join(", ") } },
  );
}

/** GET /admin/users/{id} */
export const readUser = async (_: AuthCall, id: string): Promise<Response> =>
  Response.json(toUser(found(await findAuthUser(db(), id))));

/** PUT /admin/users/{id} */
export async function changeUser(call: AuthCall, id: string): Promise<Response> {
  const given = await call.body(Attributes);
  const old = found(await findAuthUser(db(), id));
  const owner = given.email ? await findAuthUserByEmail(db(), given.email) : undefined;
  if (owner && owner.id !== id) throw taken();
  const changes = {
    ...(await columnsOf(given)),
    ...(given.email && { email: given.email }),
    ...(given.user_metadata && {
      rawUserMetaData: mergeMetadata(old.rawUserMetaData, given.user_metadata),
    }),
    ...(given.app_metadata && {
      rawAppMetaData: mergeMetadata(old.rawAppMetaData, given.app_metadata),
    }),
  };
  const isLockedOut = given.password !== undefined || changes.bannedUntil;
  const row = await db().transaction(async (tx) => {
    if (isLockedOut) {
      await deleteAuthSessions(tx, id);
      await deleteOneTimeTokens(tx, id);
    }
    return updateAuthUser(tx, id, changes);
  });
  return Response.json(toUser(found(row)));
}

const Removal = z.object({ should_soft_delete: z.boolean().default(false) });

/** DELETE /admin/users/{id}. A soft deletion keeps the row, without anything that identifies the person. */
export async function removeUser(call: AuthCall, id: string): Promise<Response> {
  const { should_soft_delete } = await call.body(Removal);
  if (!should_soft_delete) {
    found(await deleteAuthUser(db(), id));
    return Response.json({});
  }
  await db().transaction(async (tx) => {
    await deleteAuthSessions(tx, id);
    await deleteOneTimeTokens(tx, id);
    const erased = { email: null, encryptedPassword: null, rawUserMetaData: {} };
    found(await updateAuthUser(tx, id, { ...erased, deletedAt: new Date() }));
  });
  return Response.json({});
}

const Link = z.object({
  type: z.enum(["signup", "invite", "magiclink", "recovery"]),
  email: Email,
  password: z.string().max(1000).optional(),
  data: Metadata.optional(),
  redirect_to: z.string().max(2048).optional(),
});

/** POST /admin/generate_link: the link that would be mailed, for whoever sends their own mail. */
export async function generateLink(call: AuthCall): Promise<Response> {
  const { type, email, password, data, redirect_to } = await call.body(Link);
  const known = await findAuthUserByEmail(db(), email);
  if (type === "recovery") found(known);
  if (known && (type === "signup" || type === "invite") && known.emailConfirmedAt) throw taken();
  const columns = await columnsOf({ password: type === "signup" ? password : undefined });
  const user = known ?? found(await insertAuthUser(db(), { ...newUser(email, data), ...columns }));
  const { token, code } = await makeLinkToken(db(), user, type);
  const target = allowedRedirect(redirect_to ?? call.url.searchParams.get("redirect_to")).href;
  const query = new URLSearchParams({ token, type, redirect_to: target });
  return Response.json({
    ...toUser(user),
    action_link: `${authApiUrl()}/verify?${query}`,
    email_otp: code,
    hashed_token: token,
    verification_type: type,
    redirect_to: target,
  });
}
