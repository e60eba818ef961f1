import type * as React from "react";
import { cn } from "@/components/cn";
import { controlClasses } from "@/components/ui/input";

function Textarea({ className, ...props }: React.ComponentProps<"textarea">) {
  return (
    <textarea
      data-slot="textarea"
      className={cn(controlClasses, "field-sizing-content min-h-16 py-1.5", className)}
      {...props}
    />
  );
}

export { Textarea };
