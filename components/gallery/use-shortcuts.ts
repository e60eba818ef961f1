import { useRouter } from "next/navigation";
import type { RefObject } from "react";
import { toast } from "sonner";
import { to } from "@/components/routes";
import type { SetFilters } from "./filters";
import type { ImageList } from "./list/image-list";
import { sizeOf } from "./select/selection";
import type { Cursor, Select } from "./select/use-select";
import type { Store } from "./store";
import type { Decisions } from "./use-decisions";
import { useGalleryKeys } from "./use-gallery-keys";
import type { Navigation } from "./use-navigation";
import { TILE_SIZES } from "./view-settings";

/** What each key of the gallery does. */
export function useShortcuts({
  datasetId,
  areLettersOn,
  list,
  cursor,
  select,
  navigation,
  decisions,
  size,
  onSize,
  onFilter,
  onView,
  onHelp,
}: {
  datasetId: string;
  areLettersOn: boolean;
  list: RefObject<ImageList | undefined>;
  cursor: Store<Cursor>;
  select: Select;
  navigation: Navigation;
  decisions: Decisions;
  size: number;
  onSize: (size: number) => void;
  onFilter: SetFilters;
  onView: () => void;
  onHelp: () => void;
}) {
  const router = useRouter();
  const count = () => list.current?.count ?? 0;
  useGalleryKeys(
    {
      move: navigation.move,
      toEnd: (isLast, isRange) => navigation.go(isLast ? count() - 1 : 0, isRange),
      selectAll: select.all,
      togglePanel: navigation.togglePanel,
      view: onView,
      leave: () => {
        if (sizeOf(select.selection.get(), count()) > 0) select.clear();
        else navigation.close();
      },
      accept: () => decisions.decide("accepted"),
      reject: () => decisions.decide("rejected"),
      clear: () => decisions.decide("undecided"),
      label: decisions.label,
      nextUndecided: () => void navigation.nextUndecided(),
      duplicates: () => {
        const group = list.current?.at(cursor.get().place)?.duplicateGroupId;
        if (group) router.push(to(`/datasets/${datasetId}/duplicates?group=${group}`));
        else toast("No other picture is like this one");
      },
      similar: () => {
        const image = decisions.single();
        if (image) onFilter({ sort: `similar:${image.id}` });
      },
      undo: () => decisions.turn("undo"),
      redo: () => decisions.turn("redo"),
      resize: (by) => {
        const { min, max, step } = TILE_SIZES;
        onSize(Math.min(max, Math.max(min, size + by * step)));
      },
      help: onHelp,
    },
    areLettersOn,
  );
}
