import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useMemo } from "react";
import { toast } from "sonner";
import { problemText } from "@/components/problem";
import type { BulkAction } from "@/lib/domain/curation";
import type { Decision, Image } from "@/lib/domain/image";
import type { DatasetLabel } from "@/lib/domain/label";
import type { Split } from "@/lib/domain/split";
import { type Curate, type Shown, wishOf } from "./edits/use-curate";
import type { ImageList } from "./list/image-list";
import type { Asked } from "./select/bulk-dialog";
import type { Bulk } from "./select/use-bulk";
import type { Cursor, Select } from "./select/use-select";
import type { Store } from "./store";
import { imageKey } from "./use-images";
import type { Navigation } from "./use-navigation";

interface Parts {
  list: RefObject<ImageList | undefined>;
  cursor: Store<Cursor>;
  select: Select;
  curate: Curate;
  bulk: Bulk;
  navigation: Navigation;
  labels: readonly DatasetLabel[];
  isAdvancing: boolean;
  /** Asks the person before a change of everything, or a deletion. */
  onAsk: (asked: Asked) => void;
}
interface Change {
  action: BulkAction;
  label?: string;
  split?: Split | null;
}

const DECIDING: Record<Decision, BulkAction> = {
  accepted: "accept",
  rejected: "reject",
  undecided: "clear",
};

/** The labels after a label's key: in or out, or in place of the class. The only one stays. */
function relabelled({ labels }: Pick<Image, "labels">, name: string, isOnly: boolean): string[] {
  if (isOnly) return [name, ...labels.slice(1).filter((label) => label !== name)];
  if (!labels.includes(name)) return [...labels, name];
  return labels.length > 1 ? labels.filter((label) => label !== name) : labels;
}

/** What keys and buttons do: to what is selected, else to the picture where the keyboard stands. */
export function useDecisions({
  list,
  cursor,
  select,
  curate,
  bulk,
  navigation,
  labels,
  isAdvancing,
  onAsk,
}: Parts) {
  const client = useQueryClient();
  return useMemo(() => {
    /** The only picture that is meant; null where several are. */
    function single(): Shown | null {
      const { place, openId } = cursor.get();
      const selection = select.selection.get();
      const [id] = selection.isAll ? [] : selection.ids;
      if (selection.isAll || selection.ids.size > 1) return null;
      const images = list.current;
      const tile = images?.at(id === undefined ? place : images.placeOf(id));
      return (
        tile ?? (openId === null ? null : (client.getQueryData<Image>(imageKey(openId)) ?? null))
      );
    }
    function act(change: Change) {
      const selection = select.selection.get();
      if (selection.isAll) return onAsk({ ...change, ids: null });
      const chosen = single();
      const ids =
        selection.ids.size > 0 ? [...selection.ids] : [chosen?.id].filter((id) => id !== undefined);
      if (ids.length === 0) return;
      if (change.action === "delete") return onAsk({ ...change, ids });
      bulk.run({ ...change, target: { ids } }).catch((error: unknown) => {
        toast.error("Nothing was changed", { description: problemText(error) });
      });
    }
    function advance() {
      const { place } = cursor.get();
      const count = list.current?.count ?? 0;
      if (isAdvancing && place >= 0 && place < count - 1) navigation.go(place + 1, false);
    }
    function decide(decision: Decision) {
      const image = single();
      if (!image) return act({ action: DECIDING[decision] });
      curate.decide(image, decision);
      advance();
    }
    return {
      act: (change: Change) => {
        const [decision] =
          Object.entries(DECIDING).find(([, action]) => action === change.action) ?? [];
        const image = single();
        if (decision && image) curate.decide(image, decision as Decision);
        else act(change);
      },
      decide,
      label: (digit: number, isOnly: boolean) => {
        const label = labels.find(({ shortcut }) => shortcut === digit);
        if (!label) return toast(`No label has the key ${digit}`);
        const image = single();
        if (!image) return act({ action: isOnly ? "relabel" : "label", label: label.name });
        const before = wishOf(image);
        const next = relabelled({ labels: [...before.labels] }, label.name, isOnly);
        if (next.join("\n") === before.labels.join("\n"))
          return toast(
            isOnly
              ? `“${label.name}” is its class already`
              : `“${label.name}” is its only label, and one has to stay`,
          );
        curate.setLabels(image, next);
      },
      turn: async (direction: "undo" | "redo") => {
        const id = await bulk.back(direction);
        const place = id === null ? -1 : (list.current?.placeOf(id) ?? -1);
        if (place >= 0) navigation.go(place, false);
      },
      single,
    };
  }, [client, list, cursor, select, curate, bulk, navigation, labels, isAdvancing, onAsk]);
}
export type Decisions = ReturnType<typeof useDecisions>;
