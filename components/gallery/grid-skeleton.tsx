import { urlOf } from "@/components/api";
import { Skeleton } from "@/components/ui/skeleton";
import { getImageThumbnail } from "@/lib/contract/images";
import type { ImageTile } from "@/lib/domain/curation";
import { GAP_PX } from "./grid/geometry";
import type { ViewSettings } from "./view-settings";

const columnsOf = ({ size }: ViewSettings) => ({
  gap: GAP_PX,
  // At least two side by side, as in `geometryOf`.
  gridTemplateColumns: `repeat(auto-fill, minmax(min(${size}px, calc(50% - ${GAP_PX / 2}px)), 1fr))`,
});

/** The grid before its pictures are known. */
export function GridSkeleton({ view }: { view: ViewSettings }) {
  return (
    <div aria-hidden className="grid" style={columnsOf(view)}>
      {Array.from({ length: 24 }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Skeleton key={place} className="aspect-square" />
      ))}
    </div>
  );
}

/** The first pictures before the width of the window is known, where they will be: the browser fetches them meanwhile. */
export function FirstTiles({ tiles, view }: { tiles: readonly ImageTile[]; view: ViewSettings }) {
  return (
    <div aria-hidden className="grid" style={columnsOf(view)}>
      {tiles.map(({ id, width, height }) => (
        <div key={id} className="aspect-square overflow-hidden rounded-md bg-canvas">
          <img
            src={urlOf(getImageThumbnail, { imageId: id })}
            alt=""
            width={width}
            height={height}
            loading="lazy"
            decoding="async"
            className={`size-full ${view.isCropped && Math.max(width, height) >= view.size ? "object-cover" : "object-scale-down"}`}
          />
        </div>
      ))}
    </div>
  );
}
