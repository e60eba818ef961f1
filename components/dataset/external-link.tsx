import { ExternalLinkIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/cn";

const isWebAddress = (href: string): boolean => /^https?:\/\//i.test(href);

/** A link that a stranger wrote: only http and https are followed, and the page it leads to learns nothing. */
export function ExternalLink({
  href,
  label,
  className,
  children,
}: {
  href: string | null;
  /** What is read out, where the words alone do not name the target. */
  label?: string;
  className?: string;
  children: ReactNode;
}) {
  if (!href) return null;
  if (!isWebAddress(href)) return <span className={className}>{children}</span>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      {...(label && { "aria-label": `${label} (opens in a new tab)` })}
      className={cn("text-primary-ink underline underline-offset-2 hover:no-underline", className)}
    >
      {children}
      <ExternalLinkIcon className="mb-0.5 ml-0.5 inline size-3" aria-hidden />
    </a>
  );
}
