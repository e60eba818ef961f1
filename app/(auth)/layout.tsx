import { headers } from "next/headers";
import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/logo";
import { ThemeToggle } from "@/components/theme-toggle";
import { pageActor } from "@/lib/api/page";
import { listOutbox } from "@/lib/auth/outbox";

/** Mail that cannot be sent is kept where somebody at this computer may read it. */
const canReadOutbox = async () =>
  listOutbox(await pageActor(), { headers: await headers() }).then(
    () => true,
    () => false,
  );

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <header className="flex h-12 items-center justify-between px-4 sm:px-6">
        <Link href="/" className="rounded-sm">
          <Logo />
        </Link>
        <ThemeToggle />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center px-4 pt-4 pb-16">
        {children}
        {(await canReadOutbox()) && (
          <p className="mt-6 max-w-sm text-center text-xs text-muted-foreground">
            This installation sends no mail.{" "}
            <Link href="/outbox" className="text-primary-ink underline underline-offset-2">
              Read it in the outbox
            </Link>
          </p>
        )}
      </main>
    </div>
  );
}
