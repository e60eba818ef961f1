import { Skeleton } from "@/components/ui/skeleton";
import { GROUP_LAYOUT } from "./group-layout";

/** A group of two while it loads. */
export function GroupSkeleton() {
  return (
    <div className={GROUP_LAYOUT}>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="flex min-w-0 flex-col gap-2.5">
        <Skeleton className="h-9 w-72 max-w-full" />
        <div className="grid gap-2 md:grid-cols-2">
          <Skeleton className="h-[calc(var(--pane)+2.125rem)]" />
          <Skeleton className="h-[calc(var(--pane)+2.125rem)]" />
        </div>
      </div>
      <div className="grid h-fit gap-1.5">
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
          <Skeleton key={key} className="h-4" />
        ))}
      </div>
    </div>
  );
}
