import type { ReactNode } from "react";
import { cn } from "@/components/cn";
import { OutcomeGroupBadge } from "@/components/outcome";

/** A pane under its head: whose picture it is, why it is here, and what becomes of it. */
export function PaneCard({
  name,
  detail,
  isChosen,
  isKept,
  onChoose,
  children,
}: {
  name: string;
  detail: string;
  isChosen: boolean;
  /** Null where nothing is said of it. */
  isKept: boolean | null;
  onChoose: () => void;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "flex min-w-0 flex-col overflow-hidden rounded-lg border",
        isChosen && "border-primary ring-1 ring-primary",
      )}
    >
      <div className="flex h-8 shrink-0 items-center gap-2 border-b bg-rail px-1.5 text-xs pointer-coarse:h-10">
        <button
          type="button"
          aria-pressed={isChosen}
          onClick={onChoose}
          title="Choose this one"
          className="shrink-0 rounded-sm px-1 py-0.5 font-medium hover:bg-accent pointer-coarse:py-3"
        >
          {name}
        </button>
        <span className="min-w-0 flex-1 truncate text-muted-foreground" title={detail}>
          {detail}
        </span>
        {isKept !== null && (
          <OutcomeGroupBadge group={isKept ? "accepted" : "duplicate"}>
            {isKept ? "Kept" : "Hidden"}
          </OutcomeGroupBadge>
        )}
      </div>
      {children}
    </div>
  );
}
