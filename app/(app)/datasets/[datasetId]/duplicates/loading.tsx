import { GroupSkeleton } from "@/components/duplicates/group-skeleton";
import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="flex flex-1 flex-col gap-2.5 px-4 pt-3 pb-10 sm:px-6">
      <div className="flex justify-between gap-2">
        <Skeleton className="h-8 w-48" />
        <Skeleton className="h-8 w-24 sm:w-56" />
      </div>
      <GroupSkeleton />
    </div>
  );
}
