import type { ReactNode } from "react";
import { PageBody } from "./page-header";
import { Skeleton } from "./ui/skeleton";

/** The head of a page while it loads; the rest in its final shape goes inside. */
export function PageSkeleton({ children }: { children: ReactNode }) {
  return (
    <PageBody>
      <div role="status" className="sr-only">
        Loading
      </div>
      <div className="mb-6 grid gap-2">
        <Skeleton className="h-7 w-44" />
        <Skeleton className="h-4 w-72 max-w-full" />
      </div>
      {children}
    </PageBody>
  );
}

export function RowsSkeleton({ count }: { count: number }) {
  return (
    <div className="divide-y rounded-lg border">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={index} className="flex items-center gap-3 px-3 py-3.5">
          <Skeleton className="size-4" />
          <div className="grid flex-1 gap-1.5">
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="h-3 w-1/2" />
          </div>
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
