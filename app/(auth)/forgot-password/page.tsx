import type { Metadata } from "next";
import { requestPasswordReset } from "@/app/(auth)/actions";
import { AuthCard } from "@/components/auth/auth-card";
import { AuthForm } from "@/components/auth/auth-form";
import { TextLink } from "@/components/text-link";

export const metadata: Metadata = { title: "Forgotten password" };

export default function ForgotPasswordPage() {
  return (
    <AuthCard
      title="Forgotten password"
      text="We mail you a link with which you can choose a new one."
      footer={<TextLink href="/login">Back to signing in</TextLink>}
    >
      <AuthForm
        action={requestPasswordReset}
        submitLabel="Send the link"
        fields={[{ name: "email", label: "E-mail", type: "email", autoComplete: "username" }]}
      />
    </AuthCard>
  );
}
