import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A link within words: underlined, so that colour alone need not tell it. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return (
    <Link
      className={cn("rounded-sm text-primary-ink underline underline-offset-2", className)}
      {...props}
    />
  );
}
