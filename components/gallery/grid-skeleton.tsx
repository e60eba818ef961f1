import { Skeleton } from "@/components/ui/skeleton";
import { TILE_SIZES } from "./toolbar";

/** The grid before its width or its pictures are known. */
export function GridSkeleton() {
  return (
    <div
      aria-hidden
      className="grid gap-1.5"
      style={{
        gridTemplateColumns: `repeat(auto-fill, minmax(min(${TILE_SIZES.usual}px, 45%), 1fr))`,
      }}
    >
      {Array.from({ length: 24 }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={place} className="aspect-square" />
      ))}
    </div>
  );
}
