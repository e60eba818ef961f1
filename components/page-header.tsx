import type { ReactNode } from "react";

/** The head of a page: its name, what it is about, and at most one primary action. */
export function PageHeader({
  title,
  text,
  action,
}: {
  title: ReactNode;
  text?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-lg leading-8 font-semibold break-words">{title}</h1>
        {text && <p className="max-w-prose text-[13px] text-muted-foreground">{text}</p>}
      </div>
      {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
    </div>
  );
}

/** The frame of every page but the gallery, which takes the whole width itself. */
export function PageBody({ children }: { children: ReactNode }) {
  return <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6">{children}</div>;
}
