import { LoaderCircleIcon } from "lucide-react";
import { cn } from "@/components/cn";

/** Without a `label` it is decoration, for places where words already say what is going on. */
function Spinner({ className, label }: { className?: string | undefined; label?: string | undefined }) {
  return (
    <LoaderCircleIcon
      className={cn("size-4 animate-spin", className)}
      {...(label ? { role: "status", "aria-label": label } : { "aria-hidden": true })}
    />
  );
}

export { Spinner };
