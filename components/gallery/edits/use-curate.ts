import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type RefObject, useEffect, useMemo } from "react";
import { toast } from "sonner";
import { ApiError, request } from "@/components/api";
import { countOf } from "@/components/format";
import { problemText } from "@/components/problem";
import { bulkImages } from "@/lib/contract/curation";
import { updateImage } from "@/lib/contract/images";
import type { ImageTile } from "@/lib/domain/curation";
import type { Decision, Image } from "@/lib/domain/image";
import type { ImageList } from "../list/image-list";
import { imageKey, statsKey } from "../use-images";
import { BULK_WORDS } from "./bulk-words";
import { type Edit, type EditGroup, fieldOf, type Wish } from "./edit-groups";
import { createEditQueue } from "./edit-queue";
import { createHistory } from "./history";

/** What is known of a picture wherever it is shown. */
export type Shown = Pick<Image, "id" | "decision" | "label" | "labels">;

/** Counting a large dataset takes a while, so it waits for a pause in deciding; the page's head is counted anew then too. */
const COUNT_PAUSE_MS = 3000;

const isWorthRetrying = (error: unknown) =>
  error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500);

export const wishOf = ({ decision, label, labels }: Shown): Wish => ({
  decision,
  labels: labels.length > 0 ? labels : [label],
});
const tilePart = ({ decision, labels }: Wish): Pick<ImageTile, "decision" | "labels" | "label"> => {
  const [label = ""] = labels;
  return { decision, labels: [...labels], label };
};

/** Applies what was set here to an answer that may be older. */
export type Amend = <T extends Shown>(picture: T, askedAtMs: number) => T;

function saveGroup(datasetId: string, { action, label, edits }: EditGroup) {
  if (action === "replace") {
    const [{ id, to }] = edits;
    return request(updateImage, { imageId: id, labels: [...to.labels] });
  }
  return request(bulkImages, {
    datasetId,
    imageIds: edits.map(({ id }) => id),
    action,
    ...(label !== null && { label }),
  });
}

/** Decisions and labels of single pictures: shown at once, saved in groups, taken back where the server refuses. */
export function useCurate(datasetId: string, list: RefObject<ImageList | undefined>) {
  const client = useQueryClient();
  const router = useRouter();
  const curate = useMemo(() => {
    const show = (id: string, part: Partial<ImageTile>) => {
      list.current?.patch([id], part);
      client.setQueryData<Image>(imageKey(id), (image) => image && { ...image, ...part });
    };
    let counting: ReturnType<typeof setTimeout> | undefined;
    const queue = createEditQueue({
      save: (group) => saveGroup(datasetId, group),
      isWorthRetrying,
      onSaved: (ids) => {
        clearTimeout(counting);
        counting = setTimeout(() => {
          void client.invalidateQueries({ queryKey: statsKey(datasetId) });
          router.refresh();
        }, COUNT_PAUSE_MS);
        for (const id of ids) void client.invalidateQueries({ queryKey: ["image-changes", id] });
      },
      onLost: (group, error) => {
        for (const { id, from } of group.edits) {
          const { decision, ...labels } = tilePart(from);
          show(id, fieldOf(group) === "decision" ? { decision } : labels);
        }
        const words = group.action === "replace" ? "Labels" : BULK_WORDS[group.action].name;
        toast.error(`Not saved: ${words}, ${countOf(group.edits.length, "picture")}`, {
          description: problemText(error),
          action: { label: "Try again", onClick: () => set(group.edits) },
        });
      },
    });
    const set = (edits: readonly Edit[]) => {
      for (const edit of edits) {
        queue.edit(edit);
        show(edit.id, tilePart(edit.to));
      }
    };
    const history = createHistory(set);
    const apply = (image: Shown, change: Partial<Wish>) => {
      const from = wishOf(image);
      const edit = { id: image.id, from, to: { ...from, ...change } };
      history.add({ edits: [edit] });
      set([edit]);
    };
    const amend: Amend = (picture, askedAtMs) => {
      const wish = queue.wishFor(picture.id, askedAtMs);
      return wish ? { ...picture, ...tilePart(wish) } : picture;
    };
    return {
      queue,
      history,
      amend,
      decide: (image: Shown, decision: Decision) => {
        if (image.decision !== decision) apply(image, { decision });
      },
      setLabels: (image: Shown, labels: string[]) => apply(image, { labels }),
    };
  }, [client, router, datasetId, list]);

  const { queue } = curate;
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (queue.state.get().waiting > 0) event.preventDefault();
    };
    const saveNow = () => {
      if (document.visibilityState === "hidden") void queue.flush();
    };
    window.addEventListener("beforeunload", warn);
    document.addEventListener("visibilitychange", saveNow);
    return () => {
      window.removeEventListener("beforeunload", warn);
      document.removeEventListener("visibilitychange", saveNow);
      void queue.flush();
    };
  }, [queue]);
  return curate;
}
export type Curate = ReturnType<typeof useCurate>;
