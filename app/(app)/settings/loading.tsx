import { RowsSkeleton } from "@/components/page-skeleton";

export default function Loading() {
  return <RowsSkeleton count={3} />;
}
