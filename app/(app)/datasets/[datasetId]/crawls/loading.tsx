import { PageBody } from "@/components/page-header";
import { RowsSkeleton } from "@/components/page-skeleton";

export default function Loading() {
  return (
    <PageBody>
      <p role="status" className="sr-only">
        Loading
      </p>
      <RowsSkeleton count={5} />
    </PageBody>
  );
}
