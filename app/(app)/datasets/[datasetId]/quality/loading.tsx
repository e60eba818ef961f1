import { PageBody } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

const CARDS = ["a", "b", "c", "d"];

export default function Loading() {
  return (
    <PageBody>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="grid gap-8">
        <Skeleton className="h-64" />
        <div className="grid gap-3">
          <Skeleton className="h-5 w-20" />
          <Skeleton className="h-20" />
          <Skeleton className="h-7 w-80 max-w-full" />
          <div className="grid gap-3 lg:grid-cols-2">
            {CARDS.map((card) => (
              <Skeleton key={card} className="h-72" />
            ))}
          </div>
        </div>
      </div>
    </PageBody>
  );
}
