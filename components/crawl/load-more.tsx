import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";

/** The rest of a list, a page at a time. */
export function LoadMore({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      variant="outline"
      className="justify-self-center"
      disabled={list.isFetchingNextPage}
      onClick={() => list.fetchNextPage()}
    >
      {list.isFetchingNextPage && <Spinner />}
      Show more
    </Button>
  );
}
