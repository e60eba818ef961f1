import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AuthError, SupabaseClient } from "@supabase/supabase-js";
import { z } from "zod";

const Login = z.object({
  email: z.email(),
  password: z.string().min(8),
  /** Shown once by the API, so it is kept here for the next run. */
  apiKey: z.string().optional(),
});
export type Login = z.infer<typeof Login>;

const EMAIL = "demo@pixcrawler.local";

export const loginFile = (dataDir: string): string => join(dataDir, "demo-login.json");

/** Undefined where there is none, or none that can be used. */
async function readLogin(dataDir: string): Promise<Login | undefined> {
  const text = await readFile(loginFile(dataDir), "utf8").catch(() => "null");
  try {
    return Login.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Replaces the file as a whole; only its owner may read it. */
export async function saveLogin(dataDir: string, login: Login): Promise<void> {
  const draft = `${loginFile(dataDir)}.${randomUUID()}`;
  await mkdir(dataDir, { recursive: true });
  await writeFile(draft, JSON.stringify(login), { mode: 0o600, flag: "wx" });
  await rename(draft, loginFile(dataDir));
}

/** The demo person, signed in: the one of the last run, else a new one. */
export async function signInDemoPerson(
  auth: SupabaseClient["auth"],
  dataDir: string,
): Promise<{ login: Login; accessToken: string }> {
  const kept = await readLogin(dataDir);
  if (kept) {
    const { data, error } = await auth.signInWithPassword(kept);
    if (data.session) return { login: kept, accessToken: data.session.access_token };
    if (error?.code !== "invalid_credentials") throw refused(error);
  }
  const password = randomBytes(12).toString("base64url");
  // The address is taken where the file was lost; nobody knows that password any more.
  for (const email of [EMAIL, `demo-${randomBytes(3).toString("hex")}@pixcrawler.local`]) {
    const accessToken = await signUp(auth, { email, password });
    if (!accessToken) continue;
    const login = { email, password };
    await saveLogin(dataDir, login);
    return { login, accessToken };
  }
  throw new Error("The demo person could not be signed up.");
}

/** Null when the address is taken: Supabase says so by an error, or by a person without identities. */
async function signUp(
  auth: SupabaseClient["auth"],
  { email, password }: Login,
): Promise<string | null> {
  const options = { data: { display_name: "Demo" } };
  const { data, error } = await auth.signUp({ email, password, options });
  if (data.session) return data.session.access_token;
  if (error?.code === "user_already_exists" || error?.code === "email_exists") return null;
  if (error) throw refused(error);
  if (data.user?.identities?.length === 0) return null;
  throw new Error("This Supabase project asks new people to confirm their e-mail address.");
}

const refused = (error: AuthError | null) =>
  new Error(`Signing in failed: ${error?.message ?? "no session came back"}`, { cause: error });
