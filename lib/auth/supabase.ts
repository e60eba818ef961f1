import { type CookieOptions, createServerClient } from "@supabase/ssr";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { appUrl, env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { handleEmbeddedAuth } from "./embedded/handler";
import { authKeys } from "./embedded/keys";
import { SESSION_COOKIE } from "./session-cookie";

const CALL_TIMEOUT_MS = 10_000;

/** Where Supabase is. Its calls stay in this process when it is the embedded one. */
export interface SupabaseSettings {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceRoleKey: string | undefined;
  readonly fetch: typeof fetch;
}

const callSupabase: typeof fetch = (input, init) => {
  const deadline = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
  return fetch(input, { ...init, signal });
};
const callEmbedded: typeof fetch = (input, init) => handleEmbeddedAuth(new Request(input, init));

export async function supabaseSettings(): Promise<SupabaseSettings> {
  const { SUPABASE_URL, SUPABASE_ANON_KEY, SUPABASE_SERVICE_ROLE_KEY } = env();
  if (!SUPABASE_URL) {
    const { anonKey, serviceRoleKey } = await authKeys();
    return { url: `${appUrl()}/supabase`, anonKey, serviceRoleKey, fetch: callEmbedded };
  }
  if (!SUPABASE_ANON_KEY)
    throw new Error("SUPABASE_URL is set, so SUPABASE_ANON_KEY has to be too");
  return {
    url: SUPABASE_URL,
    anonKey: SUPABASE_ANON_KEY,
    serviceRoleKey: SUPABASE_SERVICE_ROLE_KEY,
    fetch: callSupabase,
  };
}

/** The cookies of one request and its answer; the store of `cookies()` in next/headers is one. */
export interface CookieJar {
  getAll(): { name: string; value: string }[];
  set(name: string, value: string, options: CookieOptions): unknown;
  /** Headers that must go with a new session cookie, so that no cache hands it to somebody else. */
  setHeader?(name: string, value: string): void;
}

/**
 * A client that acts as the browser whose cookies these are, for one request. May rotate the session, so
 * only for where cookies can be written: server actions, route handlers and the proxy.
 */
export async function createSessionClient(
  jar: CookieJar,
  options: { forwardedFor?: string | null } = {},
): Promise<SupabaseClient> {
  const { url, anonKey, fetch } = await supabaseSettings();
  const isSecure = appUrl().startsWith("https:");
  return createServerClient(url, anonKey, {
    cookieOptions: { name: SESSION_COOKIE, httpOnly: true, sameSite: "lax", secure: isSecure },
    cookies: {
      encode: "tokens-only",
      getAll: () => jar.getAll(),
      setAll: (cookies, headers) => {
        for (const cookie of cookies) jar.set(cookie.name, cookie.value, cookie.options);
        for (const [name, value] of Object.entries(headers)) jar.setHeader?.(name, value);
      },
    },
    global: {
      fetch,
      headers: options.forwardedFor ? { "x-forwarded-for": options.forwardedFor } : {},
    },
  });
}

const stateless = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

/** A client that is nobody: checks tokens that are handed to it. */
export async function createAnonymousClient(): Promise<SupabaseClient> {
  const { url, anonKey, fetch } = await supabaseSettings();
  return createClient(url, anonKey, { auth: stateless, global: { fetch } });
}

/** Acts on every account. Only for jobs, administrators and operators' commands. */
export async function createAdminClient(): Promise<SupabaseClient> {
  const { url, serviceRoleKey, fetch } = await supabaseSettings();
  if (!serviceRoleKey)
    throw new AppError("unavailable", "SUPABASE_SERVICE_ROLE_KEY is not set on this server.");
  return createClient(url, serviceRoleKey, { auth: stateless, global: { fetch } });
}
