import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/logo";
import { ThemeToggle } from "@/components/theme-toggle";
import { Button } from "@/components/ui/button";

/** The frame of the pages that everybody can read. */
export function PublicFrame({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="sticky top-0 z-30 border-b bg-background/95 backdrop-blur">
        <div className="mx-auto flex h-12 max-w-6xl items-center gap-1 px-4 sm:px-6">
          <Link href="/" className="mr-auto rounded-sm">
            <Logo />
          </Link>
          <Button asChild variant="ghost" className="max-sm:hidden">
            <Link href="/docs">API</Link>
          </Button>
          <Button asChild variant="ghost">
            <Link href="/login">Sign in</Link>
          </Button>
          <ThemeToggle />
        </div>
      </header>
      <main className="flex-1">{children}</main>
      <footer className="border-t">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-3 px-4 py-6 text-[13px] text-muted-foreground sm:px-6">
          <Logo className="text-foreground" />
          <nav aria-label="Footer" className="flex gap-5">
            <Link href="/docs" className="hover:text-foreground">
              API reference
            </Link>
            <a href="/api/v1/openapi.json" className="hover:text-foreground">
              OpenAPI
            </a>
            <a href="/api/v1/health" className="hover:text-foreground">
              Health
            </a>
          </nav>
        </div>
      </footer>
    </div>
  );
}
