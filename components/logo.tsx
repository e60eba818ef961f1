import { cn } from "./cn";

/** A contact sheet with its last frame picked. */
export function Logo({ className }: { className?: string | undefined }) {
  return (
    <span className={cn("inline-flex items-center gap-2 text-sm font-semibold", className)}>
      <svg viewBox="0 0 16 16" aria-hidden className="size-4 text-primary-ink">
        <rect width="7" height="7" rx="1.5" fill="currentColor" />
        <rect x="9" width="7" height="7" rx="1.5" fill="currentColor" opacity=".45" />
        <rect y="9" width="7" height="7" rx="1.5" fill="currentColor" opacity=".45" />
        <path
          d="m10 12.5 2 2 3.5-4.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      PixCrawler
    </span>
  );
}
