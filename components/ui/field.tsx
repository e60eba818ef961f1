"use client";
import { Slot } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cn } from "@/components/cn";
import { Label } from "@/components/ui/label";

/**
 * A label, its control, a hint and an error, tied together for assistive technology. The one child gets `id`, `aria-describedby` and
 * `aria-invalid`; where the child is not the control itself (Select), give the control's id as `htmlFor` and the child is left alone.
 */
function Field({
  label,
  hint,
  error,
  htmlFor,
  optional = false,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  htmlFor?: string | undefined;
  optional?: boolean;
  className?: string | undefined;
  children: ReactNode;
}) {
  const id = useId();
  const controlId = htmlFor ?? id;
  // An error says more than the hint did, and stands in its place.
  const note = error || hint;
  const noteId = `${id}-note`;
  return (
    <div className={cn("grid gap-1.5", className)}>
      <Label htmlFor={controlId}>
        {label}
        {optional && <span className="font-normal text-muted-foreground">(optional)</span>}
      </Label>
      {htmlFor ? (
        children
      ) : (
        <Slot.Root
          id={controlId}
          {...(note && { "aria-describedby": noteId })}
          {...(error ? { "aria-invalid": true } : {})}
        >
          {children}
        </Slot.Root>
      )}
      {note && (
        <p
          id={noteId}
          role={error ? "alert" : undefined}
          className={cn("text-xs", error ? "text-failed-ink" : "text-muted-foreground")}
        >
          {note}
        </p>
      )}
    </div>
  );
}

export { Field };
