"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";

const PAGES = [
  ["/settings", "Profile"],
  ["/settings/api-keys", "API keys"],
  ["/settings/sources", "Source keys"],
  ["/settings/appearance", "Appearance"],
] as const;

export function SettingsNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings" className="-mt-4 mb-6 flex gap-5 overflow-x-auto border-b">
      {PAGES.map(([href, label]) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? "page" : undefined}
          className="-mb-px border-b-2 border-transparent py-2 text-[13px] whitespace-nowrap text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2 aria-[current=page]:border-primary aria-[current=page]:font-medium aria-[current=page]:text-foreground"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
