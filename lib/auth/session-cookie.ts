import { combineChunks, parseCookieHeader, stringFromBase64URL } from "@supabase/ssr";
import { z } from "zod";

/** Large sessions are split over `<name>.0`, `<name>.1`, … */
export const SESSION_COOKIE = "pxc-auth";

const PREFIX = "base64-";
const Session = z.object({ access_token: z.string() });

export const isSessionCookie = (name: string): boolean =>
  name === SESSION_COOKIE || name.startsWith(`${SESSION_COOKIE}.`);

/**
 * The access token in a Cookie header, unverified. Never refreshes: a rotated refresh token that
 * cannot be written back would sign the person out. The proxy has refreshed it already.
 */
export async function readSessionCookie(cookieHeader: string | null): Promise<string | undefined> {
  const cookies = parseCookieHeader(cookieHeader ?? "");
  const value = await combineChunks(
    SESSION_COOKIE,
    (name) => cookies.find((cookie) => cookie.name === name)?.value,
  );
  if (!value?.startsWith(PREFIX)) return undefined;
  try {
    const stored: unknown = JSON.parse(stringFromBase64URL(value.slice(PREFIX.length)));
    return Session.safeParse(stored).data?.access_token;
  } catch {
    return undefined; // mixed chunks of two sessions, or not ours
  }
}
