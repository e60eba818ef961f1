import { DatasetCardsSkeleton } from "@/components/dataset-card";
import { PageSkeleton, RowsSkeleton } from "@/components/page-skeleton";

export default function Loading() {
  return (
    <PageSkeleton>
      <div className="grid gap-8">
        <RowsSkeleton count={3} />
        <DatasetCardsSkeleton count={8} />
      </div>
    </PageSkeleton>
  );
}
