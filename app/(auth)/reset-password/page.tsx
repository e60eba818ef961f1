import type { Metadata } from "next";
import { resetPassword } from "@/app/(auth)/actions";
import { AuthCard } from "@/components/auth/auth-card";
import { AuthForm } from "@/components/auth/auth-form";
import { TextLink } from "@/components/text-link";

export const metadata: Metadata = { title: "New password" };

export default function ResetPasswordPage() {
  return (
    <AuthCard
      title="Choose a new password"
      text="It replaces the old one at once."
      footer={<TextLink href="/forgot-password">Ask for a new link</TextLink>}
    >
      <AuthForm
        action={resetPassword}
        submitLabel="Save the password"
        fields={[
          {
            name: "password",
            label: "New password",
            type: "password",
            autoComplete: "new-password",
            hint: "At least 8 characters.",
          },
        ]}
      />
    </AuthCard>
  );
}
