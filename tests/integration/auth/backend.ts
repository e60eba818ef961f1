import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { forgetProcessGlobal } from "@/lib/process-global";

const real = process.env.SUPABASE_TEST_URL;
/** False when the suite runs against a Supabase project: SUPABASE_TEST_URL, _ANON_KEY, _SERVICE_ROLE_KEY. */
export const isEmbedded = !real;

process.env.APP_URL = "http://localhost:3000";
process.env.SUPABASE_URL = real ?? "";
process.env.SUPABASE_ANON_KEY = process.env.SUPABASE_TEST_ANON_KEY ?? "";
process.env.SUPABASE_SERVICE_ROLE_KEY = process.env.SUPABASE_TEST_SERVICE_ROLE_KEY ?? "";
forgetProcessGlobal("env");

export const PASSWORD = "correct horse battery";
export const newEmail = () => `person-${crypto.randomUUID()}@example.com`;

/** Another browser, at an address of its own. */
export async function browser(flowType: "pkce" | "implicit" = "pkce"): Promise<SupabaseClient> {
  const { supabaseSettings } = await import("@/lib/auth/supabase");
  const { url, anonKey, fetch } = await supabaseSettings();
  const ip = `203.0.113.${Math.floor(Math.random() * 256)}, 2001:db8:${randomHex()}:${randomHex()}::1`;
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const auth = { flowType, storage, autoRefreshToken: false, detectSessionInUrl: false };
  return createClient(url, anonKey, {
    auth,
    global: { fetch, headers: isEmbedded ? { "x-forwarded-for": ip } : {} },
  });
}
const randomHex = () => Math.floor(Math.random() * 0xffff).toString(16);

export const administrator = async (): Promise<SupabaseClient> =>
  (await import("@/lib/auth/supabase")).createAdminClient();

/** Somebody with a confirmed address and a password. */
export async function register(): Promise<{ id: string; email: string }> {
  const email = newEmail();
  const attributes = { email, password: PASSWORD, email_confirm: true };
  const { data, error } = await (await administrator()).auth.admin.createUser(attributes);
  if (error) throw error;
  return { id: data.user.id, email };
}

export async function signedIn() {
  const person = await register();
  const client = await browser();
  const { data, error } = await client.auth.signInWithPassword({ ...person, password: PASSWORD });
  if (error) throw error;
  return { ...person, client, session: data.session };
}

/** The newest mail to an address in the embedded outbox. */
export async function lastMail(email: string) {
  const { listOutboxMails } = await import("@/lib/db/auth-outbox");
  const { db } = await import("@/lib/db/client");
  return (await listOutboxMails(db(), 200)).find((mail) => mail.recipient === email);
}

/** The token in the newest mailed link. */
export async function mailedToken(email: string): Promise<string> {
  const link = (await lastMail(email))?.link;
  return link ? (new URL(link).searchParams.get("token_hash") ?? "") : "";
}

/** What a browser sends when a link is followed, and where it is sent next. */
export async function follow(path: string): Promise<URL> {
  const { supabaseSettings } = await import("@/lib/auth/supabase");
  const { url, fetch } = await supabaseSettings();
  const response = await fetch(`${url}/auth/v1${path}`, { redirect: "manual" });
  return new URL(response.headers.get("location") ?? "about:blank");
}
