import { hasSqlState } from "@/lib/db/client";
import { env } from "@/lib/env";
import { logger } from "@/lib/logger";
import { getUser, logOut, updateUser } from "./account";
import * as admin from "./admin";
import { type AuthCall, authCall } from "./auth-call";
import { AuthError, errorResponse } from "./auth-error";
import { token } from "./grants";
import { authKeys } from "./keys";
import { magicLink, recover, resend } from "./mailed";
import { signUp } from "./sign-up";
import { verifyFollowed, verifyPosted } from "./verify";

type Handler = (call: AuthCall, id: string) => Promise<Response> | Response;

/** Administrators present the service-role key. */
const asAdmin =
  (handler: Handler): Handler =>
  async (call, id) => {
    await admin.requireServiceRole(call);
    return handler(call, id);
  };

const settings = () =>
  Response.json({
    external: { email: true, phone: false, anonymous_users: false },
    disable_signup: false,
    mailer_autoconfirm: true,
    phone_autoconfirm: false,
    saml_enabled: false,
  });

const authorize: Handler = (call) => {
  const provider = call.url.searchParams.get("provider") ?? "";
  throw new AuthError(
    400,
    "validation_failed",
    `Unsupported provider: ${provider.slice(0, 40)} is not enabled`,
  );
};

/** `{id}` stands for a user's id. */
const ROUTES: Readonly<Record<string, Handler>> = {
  "POST /signup": signUp,
  "POST /token": token,
  "GET /user": getUser,
  "PUT /user": updateUser,
  "POST /logout": logOut,
  "POST /recover": recover,
  "POST /otp": magicLink,
  "POST /magiclink": magicLink,
  "POST /resend": resend,
  "GET /verify": verifyFollowed,
  "POST /verify": verifyPosted,
  "GET /authorize": authorize,
  "GET /settings": settings,
  "GET /health": () => Response.json({ name: "GoTrue", description: "Embedded Supabase Auth API" }),
  "GET /.well-known/jwks.json": async () => Response.json((await authKeys()).jwks),
  "GET /admin/users": asAdmin(admin.listUsers),
  "POST /admin/users": asAdmin(admin.createUser),
  "GET /admin/users/{id}": asAdmin(admin.readUser),
  "PUT /admin/users/{id}": asAdmin(admin.changeUser),
  "DELETE /admin/users/{id}": asAdmin(admin.removeUser),
  "POST /admin/generate_link": asAdmin(admin.generateLink),
};

const PREFIX = "/supabase/auth/v1";
const USER_ID = /^(\/admin\/users)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const path = pathname.startsWith(PREFIX) ? pathname.slice(PREFIX.length) : "";
  const [, collection, id = ""] = USER_ID.exec(path) ?? [];
  const name = `${request.method} ${collection ? `${collection}/{id}` : path}`;
  const handler = Object.hasOwn(ROUTES, name) ? ROUTES[name] : undefined;
  if (!handler) throw new AuthError(404, "not_found", "404 page not found");
  return handler(authCall(request), id);
}

const UNIQUE_VIOLATION = "23505";

function refusalOf(error: unknown): AuthError {
  if (error instanceof AuthError) return error;
  // Two callers took one address between the look and the write.
  if (hasSqlState(error, UNIQUE_VIOLATION))
    return new AuthError(422, "email_exists", "This email address has already been registered");
  logger().error({ error }, "embedded auth failed");
  return new AuthError(500, "unexpected_failure", "Something went wrong");
}

/**
 * The part of the Supabase Auth API that supabase-js needs, for machines without Supabase. Answers both
 * HTTP and the application's own client, which calls it in-process.
 */
export async function handleEmbeddedAuth(request: Request): Promise<Response> {
  let response: Response;
  try {
    if (env().SUPABASE_URL) throw new AuthError(404, "not_found", "404 page not found");
    response = await answer(request);
  } catch (error) {
    response = errorResponse(refusalOf(error), request.headers);
  }
  response.headers.set("cache-control", "no-store");
  response.headers.set("referrer-policy", "no-referrer");
  return response;
}
