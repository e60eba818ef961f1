import { PageBody } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <PageBody>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="grid max-w-2xl gap-6">
        <Skeleton className="h-80" />
        <Skeleton className="h-20" />
        <Skeleton className="h-36" />
      </div>
    </PageBody>
  );
}
