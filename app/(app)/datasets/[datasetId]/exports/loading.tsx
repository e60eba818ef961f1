import { PageBody } from "@/components/page-header";
import { RowsSkeleton } from "@/components/page-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <PageBody>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
        <Skeleton className="h-96 rounded-lg" />
        <RowsSkeleton count={3} />
      </div>
    </PageBody>
  );
}
