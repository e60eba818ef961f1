import { PageSkeleton, RowsSkeleton } from "@/components/page-skeleton";

export default function Loading() {
  return (
    <PageSkeleton>
      <RowsSkeleton count={8} />
    </PageSkeleton>
  );
}
