import type { EmailOtpType } from "@supabase/supabase-js";
import { cookies } from "next/headers";
import { z } from "zod";
import { localPath } from "@/lib/auth/local-path";
import { createSessionClient } from "@/lib/auth/supabase";

/** What the login page is told; it has a sentence for each. */
type Failure = "link-expired" | "link-other-browser" | "link-invalid";

const Query = z.object({
  code: z.string().max(500).optional(),
  token_hash: z.string().max(500).optional(),
  type: z
    .enum(["signup", "invite", "magiclink", "recovery", "email_change", "email"])
    .optional() satisfies z.ZodType<EmailOtpType | undefined>,
  error_code: z.string().optional(),
});

const failureOf = (code: string | undefined): Failure => {
  if (code === "otp_expired" || code === "flow_state_expired" || code === "flow_state_not_found")
    return "link-expired";
  if (code === "pkce_code_verifier_not_found" || code === "bad_code_verifier")
    return "link-other-browser";
  return "link-invalid";
};

/** Where mailed links arrive: signs the browser in, then goes on to `next`, a path on this site. */
export async function GET(request: Request): Promise<Response> {
  const headers = new Headers({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  const parameters = new URL(request.url).searchParams;
  const go = (path: string) => {
    headers.set("location", path); // relative: the Host header cannot lead anybody away
    return new Response(null, { status: 303, headers });
  };
  const fail = (failure: Failure) => go(`/login?error=${failure}`);

  const query = Query.safeParse(Object.fromEntries(parameters)).data;
  if (!query) return fail("link-invalid");
  if (query.error_code) return fail(failureOf(query.error_code));

  const jar = await cookies();
  const { auth } = await createSessionClient(
    {
      getAll: () => jar.getAll(),
      set: (name, value, options) => jar.set(name, value, options),
      setHeader: (name, value) => headers.set(name, value),
    },
    { forwardedFor: request.headers.get("x-forwarded-for") },
  );
  let isRecovery = query.type === "recovery";
  if (query.token_hash && query.type) {
    const { error } = await auth.verifyOtp({ token_hash: query.token_hash, type: query.type });
    if (error) return fail(failureOf(error.code));
  } else if (query.code) {
    const { data, error } = await auth.exchangeCodeForSession(query.code);
    if (error) return fail(failureOf(error.code));
    isRecovery ||= "redirectType" in data && data.redirectType === "recovery";
  } else return fail("link-invalid");
  return go(localPath(parameters.get("next"), isRecovery ? "/reset-password" : "/dashboard"));
}
