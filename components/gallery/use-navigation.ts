import { useQueryState } from "nuqs";
import { type RefObject, useEffect, useMemo } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { listImageTiles } from "@/lib/contract/curation";
import type { Curate } from "./edits/use-curate";
import { type ImageQuery, parseAsId } from "./filters";
import type { Geometry } from "./grid/geometry";
import { findUndecided } from "./list/find-undecided";
import type { ImageList } from "./list/image-list";
import type { Cursor, Select } from "./select/use-select";
import type { Store } from "./store";
import type { Step } from "./use-gallery-keys";

/** Part of the window that the bars leave to the grid. */
const SCREEN_SHARE = 0.8;

interface Place {
  datasetId: string;
  query: ImageQuery;
  list: RefObject<ImageList | undefined>;
  geometry: RefObject<Geometry | null>;
  cursor: Store<Cursor>;
  select: Select;
  curate: Curate;
}

/** Where the keyboard stands and which picture is open; the open one is in the URL (`?image=`), so that Back closes it. */
export function useNavigation({ datasetId, query, list, geometry, cursor, select, curate }: Place) {
  const [, setUrlId] = useQueryState("image", parseAsId);
  useEffect(() => {
    const onBack = () => {
      const openId = parseAsId.parse(
        new URLSearchParams(window.location.search).get("image") ?? "",
      );
      const place = openId ? (list.current?.placeOf(openId) ?? -1) : cursor.get().place;
      cursor.set({ place, openId });
    };
    window.addEventListener("popstate", onBack);
    return () => window.removeEventListener("popstate", onBack);
  }, [list, cursor]);

  return useMemo(() => {
    const put = (place: number, openId: string | null) => {
      const before = cursor.get().openId;
      cursor.set({ place, openId });
      if (openId === before) return;
      // Back leads from the details to the grid, not through every picture looked at.
      void setUrlId(openId, { history: before === null ? "push" : "replace" });
    };
    /** To a place, where the details stay open if they are. */
    const moveTo = (place: number) => {
      const { openId } = cursor.get();
      const id = list.current?.at(place)?.id;
      put(place, openId === null ? null : (id ?? openId));
    };
    const go = (place: number, isRange: boolean) => {
      const count = Math.min(list.current?.count ?? 0, geometry.current?.shown ?? 0);
      if (count === 0) return;
      const from = cursor.get().place;
      const next = Math.min(Math.max(place, 0), count - 1);
      if (isRange && from >= 0) {
        const selection = select.selection.get();
        if (!selection.isAll && selection.ids.size === 0) select.anchorAt(from);
        moveTo(next);
        void select.range(next, false);
        return;
      }
      if (next !== from) select.clear();
      select.anchorAt(next);
      moveTo(next);
    };
    const openAt = (place: number) => put(place, list.current?.at(place)?.id ?? null);
    const close = () => put(cursor.get().place, null);
    return {
      moveTo,
      go,
      move: ({ pictures = 0, rows = 0, screens = 0 }: Step, isRange: boolean) => {
        const { columns, rowHeight } = geometry.current ?? { columns: 1, rowHeight: 1 };
        const { place } = cursor.get();
        const screenRows = Math.max(1, Math.floor((window.innerHeight * SCREEN_SHARE) / rowHeight));
        const by = pictures + (rows + screens * screenRows) * columns;
        if (place < 0) return go(0, false);
        const last = (list.current?.count ?? 0) - 1;
        // A row that is not there is not a picture at the end of this one.
        if (rows !== 0 && (place + by < 0 || place + by > last)) return;
        go(place + by, isRange);
      },
      open: (imageId: string) => put(list.current?.placeOf(imageId) ?? -1, imageId),
      openAt,
      close,
      togglePanel: () => {
        const { place, openId } = cursor.get();
        if (openId === null) openAt(Math.max(place, 0));
        else close();
      },
      nextUndecided: async () => {
        const images = list.current;
        if (!images) return;
        try {
          await curate.queue.flush();
          const isPossible = !query.decision || query.decision === "undecided";
          const ask = async (after: string | null) => {
            const input = { datasetId, ...query, decision: "undecided" as const, limit: 1 };
            const page = await request(listImageTiles, {
              ...input,
              ...(after && { cursor: after }),
            });
            return page.items[0];
          };
          const place = isPossible ? await findUndecided(images, cursor.get().place, ask) : -1;
          if (place >= 0) go(place, false);
          else toast("No undecided picture below");
        } catch (error) {
          toast.error("The next one could not be found", { description: problemText(error) });
        }
      },
    };
  }, [datasetId, query, list, geometry, cursor, select, curate, setUrlId]);
}
export type Navigation = ReturnType<typeof useNavigation>;
