import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { createAnonymousClient } from "./supabase";

/** Supabase's API keys are tokens of the same signer; only people have this role and audience. */
export const PersonClaims = z.object({
  sub: z.uuid(),
  exp: z.number(),
  role: z.literal("authenticated"),
  aud: z.union([
    z.literal("authenticated"),
    z.array(z.string()).refine((audiences) => audiences.includes("authenticated")),
  ]),
  email: z.string().optional(),
  amr: z.array(z.object({ method: z.string(), timestamp: z.number() })).default([]),
});
export type PersonClaims = z.infer<typeof PersonClaims>;

/** `header.payload.signature`, the first part being JSON that starts with a name. */
const JWT_PATTERN = /^ey[\w-]{2,4000}\.[\w-]{2,8000}\.[\w-]{2,1000}$/;

/**
 * The claims of a good access token, checked offline against the published keys (older projects with
 * shared secrets: by asking Supabase). Null for any other text; throws only when nobody can tell.
 */
export async function verifyAccessToken(token: string): Promise<PersonClaims | null> {
  if (!JWT_PATTERN.test(token)) return null;
  const { auth } = await createAnonymousClient();
  try {
    const { data, error } = await auth.getClaims(token);
    if (isAuthRetryableFetchError(error))
      throw new AppError("unavailable", "Sign-in is not available right now.", { cause: error });
    return PersonClaims.safeParse(data?.claims).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // base64 of something that is not JSON
    throw error;
  }
}
