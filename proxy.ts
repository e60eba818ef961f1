import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { type NextRequest, NextResponse } from "next/server";
import { isSessionCookie } from "@/lib/auth/session-cookie";
import { type CookieJar, createSessionClient } from "@/lib/auth/supabase";
import { appUrl, env } from "@/lib/env";
import { logger } from "@/lib/logger";

/**
 * Keeps the browser's session fresh and sets the security headers. Sends signed-out people to the login as
 * a courtesy; what anybody may see or do is decided where it is read (lib/api/call.ts).
 */
export const config = {
  // Uploads pass by: Next.js cuts bodies that go through a proxy off at 10 MB.
  matcher: [
    "/((?!_next/static|_next/image|api/v1/datasets/[^/]+/imports|.*\\.(?:ico|svg|png|jpg|webp|avif|woff2|txt|webmanifest)$).*)",
  ],
};

/** A slow sign-in service must not hold up a page: after this the old cookies have to do. */
const REFRESH_TIMEOUT_MS = 5000;
const FOR_PEOPLE =
  /^\/(?:dashboard|projects|datasets|crawls|exports|activity|settings|admin)(?:\/|$)/;
const FOR_PROGRAMS = /^\/(?:api|supabase)\//;

type Session = "signed-in" | "signed-out" | "unknown";

/** Rotates the session where it is about to expire; `jar` receives the new cookies. */
async function refreshSession(request: NextRequest, jar: CookieJar): Promise<Session> {
  if (!request.cookies.getAll().some((cookie) => isSessionCookie(cookie.name))) return "signed-out";
  try {
    const forwardedFor = request.headers.get("x-forwarded-for");
    const { auth } = await createSessionClient(jar, { forwardedFor });
    const timeout = delay(REFRESH_TIMEOUT_MS, undefined, { ref: false });
    const result = await Promise.race([auth.getClaims(), timeout]);
    if (!result || isAuthRetryableFetchError(result.error)) return "unknown";
    return result.data ? "signed-in" : "signed-out";
  } catch (error) {
    logger().warn({ error }, "session refresh failed");
    return "unknown";
  }
}

const contentSecurityPolicy = (nonce: string): string => {
  const isDevelopment = env().NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join("; ");
};

function setSecurityHeaders(headers: Headers, policy: string | undefined): void {
  if (policy) headers.set("content-security-policy", policy);
  headers.set("x-content-type-options", "nosniff");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("referrer-policy", "strict-origin-when-cross-origin");
  headers.set("permissions-policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()");
  if (appUrl().startsWith("https:")) headers.set("strict-transport-security", "max-age=63072000");
}

export async function proxy(request: NextRequest): Promise<Response> {
  const { pathname, search } = request.nextUrl;
  const written: Parameters<CookieJar["set"]>[] = [];
  const cacheHeaders: [string, string][] = [];
  const jar: CookieJar = {
    getAll: () => request.cookies.getAll(),
    set: (name, value, options) => {
      request.cookies.set(name, value); // what runs after the proxy sees the new session too
      written.push([name, value, options]);
    },
    setHeader: (name, value) => cacheHeaders.push([name, value]),
  };
  const session = pathname.startsWith("/supabase/")
    ? "unknown"
    : await refreshSession(request, jar);

  const nonce = randomBytes(16).toString("base64");
  const policy = FOR_PROGRAMS.test(pathname) ? undefined : contentSecurityPolicy(nonce);
  const forwarded = new Headers(request.headers);
  // Next.js reads the nonce for its own scripts from this request header; ours read x-nonce.
  forwarded.delete("content-security-policy");
  forwarded.set("x-nonce", nonce);
  if (policy) forwarded.set("content-security-policy", policy);

  let response: NextResponse;
  if (session === "signed-out" && request.method === "GET" && FOR_PEOPLE.test(pathname)) {
    const login = new URL("/login", request.nextUrl);
    login.searchParams.set("next", pathname + search);
    response = NextResponse.redirect(login);
  } else response = NextResponse.next({ request: { headers: forwarded } });

  for (const cookie of written) response.cookies.set(...cookie);
  for (const [name, value] of cacheHeaders) response.headers.set(name, value);
  setSecurityHeaders(response.headers, policy);
  return response;
}
