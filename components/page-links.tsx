import type { Route } from "next";
import Link from "next/link";
import { Button } from "./ui/button";

/** Walks through a keyset-paged list by URL. Shows nothing while everything fits on one page. */
export function PageLinks({
  path,
  cursor,
  nextCursor,
}: {
  path: Route;
  cursor: string | undefined;
  nextCursor: string | null;
}) {
  if (!cursor && !nextCursor) return null;
  return (
    <nav aria-label="Pages" className="mt-6 flex justify-center gap-2">
      {cursor && (
        <Button asChild variant="outline">
          <Link href={path}>First page</Link>
        </Button>
      )}
      {nextCursor && (
        <Button asChild variant="outline">
          <Link href={`${path}?cursor=${encodeURIComponent(nextCursor)}` as Route}>Next page</Link>
        </Button>
      )}
    </nav>
  );
}
