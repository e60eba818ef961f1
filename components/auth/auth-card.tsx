import type { ReactNode } from "react";

/** The frame of a sign-in page: its question, the form, and the way to its neighbour. */
export function AuthCard({
  title,
  text,
  children,
  footer,
}: {
  title: string;
  text?: string;
  children: ReactNode;
  footer?: ReactNode;
}) {
  return (
    <div className="w-full max-w-sm rounded-xl border bg-card p-6 sm:p-8">
      <div className="mb-6 grid gap-1">
        <h1 className="text-lg font-semibold">{title}</h1>
        {text && <p className="text-[13px] text-muted-foreground">{text}</p>}
      </div>
      {children}
      {footer && <p className="mt-6 text-center text-[13px] text-muted-foreground">{footer}</p>}
    </div>
  );
}
