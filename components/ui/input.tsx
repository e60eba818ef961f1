import type * as React from "react";
import { cn } from "@/components/cn";

const controlClasses =
  "w-full min-w-0 rounded-md border border-input bg-background px-2.5 text-[13px] transition-colors placeholder:text-muted-foreground disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-destructive pointer-coarse:text-base focus-visible:outline-offset-0";

function Input({ className, ...props }: React.ComponentProps<"input">) {
  return (
    <input
      data-slot="input"
      className={cn(
        controlClasses,
        "h-8 pointer-coarse:h-10 file:mr-2 file:border-0 file:bg-transparent file:font-medium file:text-foreground",
        className,
      )}
      {...props}
    />
  );
}

export { controlClasses, Input };
