import { Skeleton } from "@/components/ui/skeleton";

export default function Loading() {
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-6 sm:px-6">
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="mb-6 grid gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <div className="grid gap-8">
        <Skeleton className="h-16" />
        <div className="grid gap-2 sm:grid-cols-2">
          <Skeleton className="h-40" />
          <Skeleton className="h-40" />
        </div>
        <Skeleton className="h-14" />
        <Skeleton className="h-24" />
        <Skeleton className="h-11" />
      </div>
    </div>
  );
}
