import { Skeleton } from "@/components/ui/skeleton";

const CARDS = ["a", "b", "c", "d", "e", "f", "g", "h"];

export default function Loading() {
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-6 sm:px-6">
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="mb-6 grid gap-2">
        <Skeleton className="h-7 w-32" />
        <Skeleton className="h-9 w-full max-w-prose" />
      </div>
      <div className="grid gap-8">
        <Skeleton className="h-24" />
        <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
          {CARDS.map((card) => (
            <Skeleton key={card} className="h-20" />
          ))}
        </div>
        <Skeleton className="h-52" />
        <Skeleton className="h-10" />
        <Skeleton className="h-20" />
        <Skeleton className="h-52" />
      </div>
    </div>
  );
}
