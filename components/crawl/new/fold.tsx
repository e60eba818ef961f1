"use client";
import { ChevronRightIcon } from "lucide-react";
import { type ReactNode, useState } from "react";

/** A row that opens: what it is about, what is chosen in it, and the fields themselves. */
export function Fold({
  title,
  summary,
  isForcedOpen = false,
  children,
}: {
  title: string;
  /** What is chosen, in a few words. */
  summary: ReactNode;
  /** Opens the row when it turns true: a mistake lies in it, or something in it was chosen from elsewhere. */
  isForcedOpen?: boolean;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(isForcedOpen);
  const [wasForced, setWasForced] = useState(isForcedOpen);
  if (wasForced !== isForcedOpen) {
    setWasForced(isForcedOpen);
    if (isForcedOpen) setOpen(true);
  }
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="flex cursor-pointer list-none items-center gap-2 px-3 py-2.5 text-[13px] hover:bg-accent focus-visible:-outline-offset-2 pointer-coarse:py-3.5 [&::-webkit-details-marker]:hidden">
        <ChevronRightIcon
          className="size-4 shrink-0 text-muted-foreground transition-transform [details[open]>summary>&]:rotate-90"
          aria-hidden
        />
        <span className="shrink-0 font-medium">{title}</span>
        <span className="ml-auto min-w-0 truncate pl-2 text-right text-xs text-muted-foreground">
          {summary}
        </span>
      </summary>
      {isOpen && <div className="border-t px-3 py-4 sm:px-4">{children}</div>}
    </details>
  );
}

/** Rows that open, in one frame. */
export function Folds({ children }: { children: ReactNode }) {
  return <div className="divide-y overflow-hidden rounded-lg border bg-card">{children}</div>;
}
