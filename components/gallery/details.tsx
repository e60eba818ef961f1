"use client";
import { countOf, formatCount } from "@/components/format";
import type { DatasetLabel } from "@/lib/domain/label";
import type { Curate } from "./edits/use-curate";
import { NO_FILTERS, type SetFilters } from "./filters";
import type { ImageList } from "./list/image-list";
import { ImagePanel } from "./panel/image-panel";
import type { Bulk } from "./select/use-bulk";
import type { Cursor } from "./select/use-select";
import { type Store, useValue } from "./store";
import { useImage } from "./use-images";
import type { Navigation } from "./use-navigation";
import { Viewer } from "./viewer";

/** The picture where the keyboard stands: its details, and the large view. */
export function Details({
  list,
  cursor,
  labels,
  curate,
  bulk,
  navigation,
  isViewing,
  onViewing,
  onFilter,
}: {
  list: ImageList;
  cursor: Store<Cursor>;
  labels: readonly DatasetLabel[];
  curate: Curate;
  bulk: Bulk;
  navigation: Navigation;
  isViewing: boolean;
  onViewing: (isViewing: boolean) => void;
  onFilter: SetFilters;
}) {
  useValue(list.version);
  const { place, openId } = useValue(cursor);
  const tile = list.at(place);
  const id = tile?.id ?? openId;
  const isAsked = openId !== null || isViewing;
  const beside = [list.at(place + 1)?.id, list.at(place - 1)?.id].filter(
    (each) => each !== undefined,
  );
  const { image, error } = useImage(isAsked ? id : null, beside, curate.amend);
  return (
    <>
      {openId !== null && (
        <ImagePanel
          image={image}
          error={error}
          place={{ index: place, count: list.count, hasMore: false }}
          labels={labels.map(({ name }) => name)}
          curate={curate}
          onStep={(by) => navigation.go(place + by, false)}
          onDelete={async (imageId) => {
            await bulk.run({ action: "delete", target: { ids: [imageId] } });
            const next = list.at(place + 1) ?? list.at(place - 1);
            if (next) navigation.open(next.id);
            else navigation.close();
          }}
          onSplit={(imageId, split) =>
            bulk.run({ action: "split", split, target: { ids: [imageId] } })
          }
          onFilter={(change) => {
            navigation.close();
            onFilter({ ...NO_FILTERS, ...change });
          }}
          onOpen={navigation.open}
          onView={() => onViewing(true)}
          onClose={navigation.close}
        />
      )}
      {isViewing && id && (
        <Viewer
          id={id}
          image={image}
          name={place >= 0 ? `${formatCount(place + 1)} of ${countOf(list.count, "picture")}` : ""}
          onStep={(by) => navigation.move({ pictures: by }, false)}
          onClose={() => onViewing(false)}
        />
      )}
    </>
  );
}
