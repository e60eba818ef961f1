import { PageBody } from "@/components/page-header";
import { Skeleton } from "@/components/ui/skeleton";

const SECTIONS = ["a", "b", "c"];

/** A report while it is put together. */
export function ReportSkeleton() {
  return (
    <PageBody>
      <p role="status" className="sr-only">
        Loading
      </p>
      <div className="mb-6 flex justify-end gap-2">
        <Skeleton className="h-8 w-44" />
        <Skeleton className="h-8 w-20" />
        <Skeleton className="h-8 w-20" />
      </div>
      <div className="grid gap-8">
        <Skeleton className="h-7 w-52" />
        {SECTIONS.map((section) => (
          <div key={section} className="grid gap-3">
            <Skeleton className="h-5 w-32" />
            <Skeleton className="h-40" />
          </div>
        ))}
      </div>
    </PageBody>
  );
}
