import { type RefObject, useMemo } from "react";
import { toast } from "sonner";
import { formatCount } from "@/components/format";
import { problemText } from "@/components/problem";
import { MAX_BULK_IDS } from "@/lib/domain/curation";
import type { ImageList, Span } from "../list/image-list";
import { createStore } from "../store";
import { EVERYTHING, NOTHING, type Selection, selectionOf, toggled, withIds } from "./selection";

/** Where the keyboard stands. */
export interface Cursor {
  /** -1: nowhere yet, or at a picture that the list does not show. */
  readonly place: number;
  /** The picture whose details are open. */
  readonly openId: string | null;
}

/** What is selected, and what clicks and keys make of it. Parts of the list that are not here are asked for. */
export function useSelect(list: RefObject<ImageList | undefined>) {
  return useMemo(() => {
    const selection = createStore<Selection>(NOTHING);
    /** From where shift reaches. */
    let anchor = 0;
    /** A newer selection makes what an older one waited for void. */
    let turn = 0;
    const put = (next: Selection) => {
      turn += 1;
      selection.set(next);
    };
    const offerAll = () =>
      toast(`A range holds ${formatCount(MAX_BULK_IDS)} pictures at most`, {
        description: "To act on more, narrow the filters and take all they find.",
        action: { label: "Select all", onClick: () => put(EVERYTHING) },
      });

    async function idsIn(span: Span, isMeant: (place: number) => boolean) {
      const places = Array.from({ length: span.last - span.first + 1 }, (_, at) => span.first + at);
      const here = places.filter(isMeant).map((place) => list.current?.at(place)?.id);
      if (here.every((id) => id !== undefined)) return here;
      const tiles = (await list.current?.read(span)) ?? [];
      return tiles.filter((_, at) => isMeant(span.first + at)).map(({ id }) => id);
    }
    async function putPlaces(
      span: Span,
      { base, isMeant = () => true }: { base: Selection; isMeant?: (place: number) => boolean },
    ) {
      if (span.last - span.first >= MAX_BULK_IDS) return offerAll();
      turn += 1;
      const mine = turn;
      try {
        const ids = await idsIn(span, isMeant);
        if (mine === turn) put(withIds(base, ids));
      } catch (error) {
        toast.error("These pictures could not be selected", { description: problemText(error) });
      }
    }
    return {
      selection,
      clear: () => put(NOTHING),
      all: () => put(EVERYTHING),
      one: (place: number, id: string) => {
        anchor = place;
        put(selectionOf([id]));
      },
      /** Shift reaches from here. */
      anchorAt: (place: number) => {
        anchor = Math.max(place, 0);
      },
      toggle: (place: number, id: string) => {
        anchor = place;
        const current = selection.get();
        if (!current.isAll) return put(toggled(current, id));
        const count = list.current?.count ?? 0;
        const span = { first: 0, last: count - 1 };
        void putPlaces(span, { base: NOTHING, isMeant: (each) => each !== place });
      },
      /** From the anchor to a place, with what is selected already where `isMore`. */
      range: (place: number, isMore: boolean) =>
        putPlaces(
          { first: Math.min(anchor, place), last: Math.max(anchor, place) },
          { base: isMore ? selection.get() : NOTHING },
        ),
      /** The places of a rectangle. */
      places: (places: ReadonlySet<number>, base: Selection) => {
        if (places.size === 0) return put(base);
        const span = { first: Math.min(...places), last: Math.max(...places) };
        return putPlaces(span, { base, isMeant: (place) => places.has(place) });
      },
    };
  }, [list]);
}
export type Select = ReturnType<typeof useSelect>;
