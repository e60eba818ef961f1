import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type RefObject, useMemo } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { countOf } from "@/components/format";
import { problemText } from "@/components/problem";
import { UNDO_SHOWN_MS } from "@/components/undo-shown";
import { bulkImages, undoImages } from "@/lib/contract/curation";
import type { BulkAction, ImageFilter } from "@/lib/domain/curation";
import type { Decision, Image } from "@/lib/domain/image";
import type { Split } from "@/lib/domain/split";
import { BULK_WORDS } from "../edits/bulk-words";
import type { ServerStep } from "../edits/history";
import type { Curate } from "../edits/use-curate";
import type { ImageList } from "../list/image-list";
import { imageKey } from "../use-images";

/** A request that takes longer than this says that it is at work. */
const SLOW_MS = 1000;

export interface BulkChange {
  readonly action: BulkAction;
  readonly label?: string;
  readonly split?: Split | null;
  /** Which: by their ids, or what a filter finds while it still finds so many. */
  readonly target:
    | { readonly ids: readonly string[] }
    | { readonly filter: ImageFilter; readonly count: number };
}

const DECIDED: Partial<Record<BulkAction, Decision>> = {
  accept: "accepted",
  reject: "rejected",
  clear: "undecided",
};

/** Changes of many pictures at once, and what takes them back. */
export function useBulk(
  datasetId: string,
  { queue, history }: Pick<Curate, "queue" | "history">,
  list: RefObject<ImageList | undefined>,
) {
  const client = useQueryClient();
  const router = useRouter();
  return useMemo(() => {
    // Lists, counts, labels, open pictures and the page's head: all may show what changed.
    const refresh = (isGone: (id: unknown) => boolean = () => false) => {
      router.refresh();
      // Of a picture that is no more there is nothing to ask, and yet its details may be open.
      return client.invalidateQueries({ predicate: ({ queryKey: [, id] }) => !isGone(id) });
    };

    // What there is to take back is known when the server has answered, so one step waits for the one before it.
    let last: Promise<unknown> = Promise.resolve();
    function afterLast<T>(step: () => Promise<T>): Promise<T> {
      const done = last.then(step);
      last = done.catch(() => undefined);
      return done;
    }

    async function working<T>(words: string, work: Promise<T>): Promise<T> {
      const id = `bulk ${words}`;
      const timer = setTimeout(() => toast.loading(words, { id }), SLOW_MS);
      return work.finally(() => {
        clearTimeout(timer);
        toast.dismiss(id);
      });
    }

    async function change({ action, label, split, target }: BulkChange): Promise<void> {
      await queue.flush();
      const decision = DECIDED[action];
      if ("ids" in target && decision) list.current?.patch(target.ids, { decision });
      const isMeant = (id: unknown) =>
        "ids" in target
          ? target.ids.some((each) => each === id)
          : (list.current?.placeOf(String(id)) ?? -1) >= 0;
      const count = "ids" in target ? target.ids.length : target.count;
      const input = {
        datasetId,
        action,
        ...(label !== undefined && { label }),
        ...(split !== undefined && { split }),
        ...("ids" in target
          ? { imageIds: [...target.ids] }
          : { filter: target.filter, expectedCount: target.count }),
      };
      try {
        const words = `${BULK_WORDS[action].verb} ${countOf(count, "picture")}…`;
        const { affected, undoToken } = await working(words, request(bulkImages, input));
        if ("ids" in target && split !== undefined)
          for (const id of target.ids)
            client.setQueryData<Image>(imageKey(id), (image) => image && { ...image, split });
        const done = `${BULK_WORDS[action].past} ${countOf(affected, "picture")}`;
        if (!undoToken) {
          toast("Nothing to change: they are so already");
          return;
        }
        const step = { token: undoToken, words: done };
        history.add(step);
        toast.success(done, {
          duration: UNDO_SHOWN_MS,
          action: { label: "Undo", onClick: () => void afterLast(() => undoThis(step)) },
        });
      } finally {
        void refresh(action === "delete" ? isMeant : undefined);
      }
    }

    async function turn(step: ServerStep, keepOn: "undo" | "redo") {
      await queue.flush();
      try {
        const undoing = request(undoImages, { datasetId, undoToken: step.token });
        const { undoToken } = await working(keepOn === "redo" ? "Undoing…" : "Redoing…", undoing);
        if (undoToken) history.keep({ token: undoToken, words: step.words }, keepOn);
        toast(`${keepOn === "redo" ? "Undone" : "Done again"}: ${step.words}`);
      } catch (error) {
        toast.error("It could not be undone", { description: problemText(error) });
      } finally {
        void refresh();
      }
    }
    async function undoThis(step: ServerStep) {
      if (history.take(step.token)) await turn(step, "redo");
    }
    async function back(direction: "undo" | "redo"): Promise<string | null> {
      const step = direction === "undo" ? history.undo() : history.redo();
      if (!step) toast(`Nothing to ${direction}`);
      else if ("token" in step) await turn(step, direction === "undo" ? "redo" : "undo");
      else if (step.edits.length === 1) return step.edits[0]?.id ?? null;
      return null;
    }
    return {
      /** Throws what the server says, and nothing is changed then. */
      run: (wanted: BulkChange) => afterLast(() => change(wanted)),
      /** Answers the only picture that it was about, if it was one. */
      back: (direction: "undo" | "redo") => afterLast(() => back(direction)),
    };
  }, [client, router, datasetId, queue, history, list]);
}
export type Bulk = ReturnType<typeof useBulk>;
