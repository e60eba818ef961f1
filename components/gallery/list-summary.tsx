import { countOf, formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { ImageTile } from "@/lib/domain/curation";
import type { ImageQuery } from "./filters";
import { hiddenText } from "./grid/tile-words";
import type { ImageList } from "./list/image-list";
import { useValue } from "./store";

/** Whether a picture whose decision or labels changed still is what the filters ask for. */
function isMatching(
  tile: ImageTile,
  { decision, label, isHidden, isJudged, isKept }: ImageQuery,
): boolean {
  if (decision && tile.decision !== decision) return false;
  if (label && !tile.labels.includes(label)) return false;
  if ((isJudged ?? isKept) === "true" && tile.decision === "rejected") return false;
  return isHidden !== "true" || hiddenText(tile) !== null;
}

/**
 * How many pictures the list has, and what is to be known of it. What was just decided stays where it is, so that nothing
 * jumps under the hand; the person says when it may go.
 */
export function ListSummary({
  list,
  query,
  isLoading,
  onReload,
}: {
  list: ImageList;
  query: ImageQuery;
  isLoading: boolean;
  onReload: () => void;
}) {
  useValue(list.version);
  const past = list.patched().filter((tile) => !isMatching(tile, query)).length;
  return (
    <>
      <p className="truncate tabular-nums" aria-live="polite">
        {countOf(list.count, "picture")}
      </p>
      {isLoading && <Spinner className="size-3.5" label="Loading" />}
      {past > 0 && (
        <Button variant="link" size="sm" onClick={onReload}>
          {formatCount(past)} no longer {past === 1 ? "matches" : "match"}: update
        </Button>
      )}
      {list.failure() !== null && (
        <Button variant="link" size="sm" onClick={() => list.show(list.view())}>
          Some did not load: try again
        </Button>
      )}
    </>
  );
}
