import { DatasetCardsSkeleton } from "@/components/dataset-card";
import { PageSkeleton } from "@/components/page-skeleton";

export default function Loading() {
  return (
    <PageSkeleton>
      <DatasetCardsSkeleton count={8} />
    </PageSkeleton>
  );
}
