"use client";
import { Progress as ProgressPrimitive } from "radix-ui";
import type * as React from "react";
import { cn } from "@/components/cn";

/** `value` is 0–100, or null while nothing can be said. Name it with `aria-label`. */
function Progress({
  className,
  value = null,
  ...props
}: React.ComponentProps<typeof ProgressPrimitive.Root>) {
  return (
    <ProgressPrimitive.Root
      value={value}
      className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-secondary", className)}
      {...props}
    >
      <ProgressPrimitive.Indicator
        className="h-full rounded-full bg-primary transition-[width] data-[state=indeterminate]:w-1/3 data-[state=indeterminate]:animate-pulse"
        {...(value != null && { style: { width: `${value}%` } })}
      />
    </ProgressPrimitive.Root>
  );
}

export { Progress };
