import { cn } from "@/components/cn";
import type { LabelColour } from "@/lib/domain/label";

/** A label's colour; the name always stands beside it. */
export const LabelDot = ({ colour, className }: { colour: LabelColour; className?: string }) => (
  <span
    aria-hidden
    className={cn("inline-block size-2.5 shrink-0 rounded-full", className)}
    style={{ background: `var(--label-${colour})` }}
  />
);
