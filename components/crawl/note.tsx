import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/cn";

const TONES = {
  quiet: { frame: "bg-muted/50", icon: "text-muted-foreground" },
  warning: { frame: "border-rejected/50 bg-rejected/10", icon: "text-rejected-ink" },
};

/** Something to know, in a frame of its own. */
export function Note({
  icon: Icon,
  tone = "quiet",
  isLive = false,
  children,
}: {
  icon: LucideIcon;
  tone?: keyof typeof TONES;
  /** It comes and goes while one looks, and is read out then. */
  isLive?: boolean;
  children: ReactNode;
}) {
  const { frame, icon } = TONES[tone];
  return (
    <div
      {...(isLive && { role: "status" })}
      className={cn("flex items-start gap-2 rounded-lg border px-3 py-2 text-[13px]", frame)}
    >
      <Icon className={cn("mt-0.5 size-4 shrink-0", icon)} aria-hidden />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
