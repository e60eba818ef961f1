import type { LucideIcon } from "lucide-react";
import type * as React from "react";
import { cn } from "@/components/cn";

/** What an empty list says: what it is for, and the one next action. */
function Empty({
  icon: Icon,
  title,
  text,
  action,
  className,
}: {
  icon?: LucideIcon;
  title: string;
  text?: React.ReactNode;
  action?: React.ReactNode;
  className?: string | undefined;
}) {
  return (
    <div
      className={cn(
        "flex flex-col items-center justify-center gap-1 rounded-lg border border-dashed px-6 py-12 text-center",
        className,
      )}
    >
      {Icon && (
        <div className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-card text-muted-foreground">
          <Icon className="size-5" aria-hidden />
        </div>
      )}
      <h2 className="text-sm font-semibold">{title}</h2>
      {text && <p className="max-w-prose text-[13px] text-balance text-muted-foreground">{text}</p>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

export { Empty };
