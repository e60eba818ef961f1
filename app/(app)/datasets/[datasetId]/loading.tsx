import { cookies } from "next/headers";
import { GridSkeleton } from "@/components/gallery/grid-skeleton";
import { readViewSettings, VIEW_COOKIE } from "@/components/gallery/view-settings";
import { Skeleton } from "@/components/ui/skeleton";

export default async function Loading() {
  const view = readViewSettings((await cookies()).get(VIEW_COOKIE)?.value);
  return (
    <div className="px-4 pt-3 pb-24 sm:px-6">
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="flex gap-2">
        <Skeleton className="h-8 w-52" />
        <Skeleton className="h-8 w-20" />
        <Skeleton className="h-8 w-24 max-md:hidden" />
        <Skeleton className="h-8 w-20 max-md:hidden" />
        <Skeleton className="h-8 w-20 max-md:hidden" />
      </div>
      <div className="flex h-11 items-center justify-between">
        <Skeleton className="h-4 w-28" />
        <Skeleton className="h-8 w-40" />
      </div>
      <div className="pt-1">
        <GridSkeleton view={view} />
      </div>
    </div>
  );
}
