import type { Metadata } from "next";
import { signUp } from "@/app/(auth)/actions";
import { AuthCard } from "@/components/auth/auth-card";
import { AuthForm } from "@/components/auth/auth-form";
import { TextLink } from "@/components/text-link";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignupPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string }>;
}) {
  const { next } = await searchParams;
  const query: "" | `?${string}` = next ? `?next=${encodeURIComponent(next)}` : "";
  return (
    <AuthCard
      title="Create an account"
      text="Your datasets are yours alone to see."
      footer={
        <>
          Have one already? <TextLink href={`/login${query}`}>Sign in</TextLink>
        </>
      }
    >
      <AuthForm
        action={signUp}
        next={next}
        submitLabel="Create account"
        fields={[
          { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
          {
            name: "password",
            label: "Password",
            type: "password",
            autoComplete: "new-password",
            hint: "At least 8 characters.",
          },
          {
            name: "displayName",
            label: "Name",
            type: "text",
            autoComplete: "name",
            isOptional: true,
          },
        ]}
      />
    </AuthCard>
  );
}
