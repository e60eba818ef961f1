import type { Metadata } from "next";
import { logIn, sendMagicLink } from "@/app/(auth)/actions";
import { AuthCard } from "@/components/auth/auth-card";
import { AuthForm } from "@/components/auth/auth-form";
import { TextLink } from "@/components/text-link";

export const metadata: Metadata = { title: "Sign in" };

/** What a mailed link answered when it could not sign anybody in. */
const LINK_FAILURES: Record<string, string> = {
  "link-expired": "This link has expired or was used before. Ask for a new one.",
  "link-other-browser": "Open the link in the browser in which you asked for it.",
  "link-invalid": "This link does not work. Ask for a new one.",
};

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string; error?: string }>;
}) {
  const { next, error } = await searchParams;
  const failure = error === undefined ? undefined : LINK_FAILURES[error];
  const query: "" | `?${string}` = next ? `?next=${encodeURIComponent(next)}` : "";
  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          New here? <TextLink href={`/signup${query}`}>Create an account</TextLink>
        </>
      }
    >
      <AuthForm
        action={logIn}
        next={next}
        initialState={failure ? { ok: false, message: failure } : null}
        submitLabel="Sign in"
        alternative={{ action: sendMagicLink, label: "Mail me a sign-in link" }}
        fields={[
          { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
          {
            name: "password",
            label: "Password",
            type: "password",
            autoComplete: "current-password",
            aside: <TextLink href="/forgot-password">Forgot it?</TextLink>,
          },
        ]}
      />
    </AuthCard>
  );
}
