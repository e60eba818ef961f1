import { PageBody } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <PageBody>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="grid gap-6">
        <div className="flex justify-between gap-4">
          <div className="grid gap-2">
            <Skeleton className="h-6 w-48" />
            <Skeleton className="h-4 w-64 max-w-full" />
          </div>
          <Skeleton className="h-8 w-24" />
        </div>
        <Skeleton className="h-10" />
        <Skeleton className="h-36" />
        <Skeleton className="h-40" />
        <Skeleton className="h-80" />
      </div>
    </PageBody>
  );
}
