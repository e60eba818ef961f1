import { useInfiniteQuery } from "@tanstack/react-query";
import { request } from "@/components/api";
import { ProblemNote } from "@/components/dataset/problem-note";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { listImageChanges } from "@/lib/contract/curation";
import type { Change } from "@/lib/domain/curation";
import type { Image } from "@/lib/domain/image";
import { actorText, changeText } from "./history-words";
import { Section } from "./section";

const PAGE = 10;

/** What was decided on a picture, by whom and when, the newest first. */
export function History({ image }: { image: Image }) {
  // A decision changes the picture, and with it the key: the history follows at once.
  const { id, decision, split, labels, isDuplicate } = image;
  const changes = useInfiniteQuery({
    queryKey: ["image-changes", id, decision, split, labels, isDuplicate],
    queryFn: ({ pageParam }) =>
      request(listImageChanges, {
        imageId: id,
        limit: PAGE,
        ...(pageParam !== null && { cursor: pageParam }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (previous, query) => (query?.queryKey[1] === id ? previous : undefined),
  });
  const items = changes.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="History">
      {changes.isPending && <Skeleton className="h-8" />}
      {changes.error && <ProblemNote title="The history could not be read" error={changes.error} />}
      {changes.data && items.length === 0 && (
        <p className="text-[13px] text-muted-foreground">Nobody has decided on it yet.</p>
      )}
      {items.length > 0 && (
        <ol className="grid gap-1.5">
          {items.map((change) => (
            <Step key={change.id} change={change} />
          ))}
        </ol>
      )}
      {changes.hasNextPage && (
        <Button
          variant="outline"
          size="sm"
          className="justify-self-start"
          disabled={changes.isFetchingNextPage}
          onClick={() => void changes.fetchNextPage()}
        >
          Earlier
        </Button>
      )}
    </Section>
  );
}

function Step({ change }: { change: Change }) {
  return (
    <li className="grid text-[13px]">
      <span className={change.undoneAt ? "line-through decoration-muted-foreground" : undefined}>
        {changeText(change)}
      </span>
      <span className="text-xs text-muted-foreground">
        {actorText(change.actor)}, <RelativeTime at={change.createdAt} />
        {change.undoneAt && (
          <>
            , undone <RelativeTime at={change.undoneAt} />
          </>
        )}
      </span>
    </li>
  );
}
