import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { toast } from "sonner";
import type { z } from "zod";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { deleteImage, updateImage } from "@/lib/contract/images";
import type { Decision, Image } from "@/lib/domain/image";
import type { Page } from "@/lib/domain/page";

import { IMAGE_KEY, IMAGES_KEY, statsKey } from "./use-images";

type Change = z.input<typeof updateImage.input>;
type Pages = InfiniteData<Page<Image>, string | null>;
interface Step {
  before: Change;
  after: Change;
}

const CURATE = ["curate"];
const UNDO_LIMIT = 200;

/** Replaces one image in the loaded pages; null takes it out. Other pages keep their identity, so nothing else renders. */
function replaceImage(pages: Pages | undefined, id: string, next: (image: Image) => Image | null) {
  if (!pages) return pages;
  return {
    ...pages,
    pages: pages.pages.map((page) => {
      const at = page.items.findIndex((image) => image.id === id);
      const found = page.items[at];
      if (!found) return page;
      const image = next(found);
      return { ...page, items: page.items.toSpliced(at, 1, ...(image ? [image] : [])) };
    }),
  };
}

/** Decisions, labels and deletion: shown at once, sent one after the other, taken back when the server refuses. */
export function useCurate(datasetId: string) {
  const client = useQueryClient();
  const done = useRef<Step[]>([]);
  const undone = useRef<Step[]>([]);

  const replace = useCallback(
    (id: string, next: (image: Image) => Image | null) => {
      client.setQueriesData<Pages>({ queryKey: [IMAGES_KEY, datasetId] }, (pages) =>
        replaceImage(pages, id, next),
      );
      client.setQueryData<Image>([IMAGE_KEY, id], (image) => (image && next(image)) || undefined);
    },
    [client, datasetId],
  );
  const refreshCounts = () => {
    // The last one of a burst asks for the new counts.
    if (client.isMutating({ mutationKey: CURATE }) > 1) return;
    return client.invalidateQueries({ queryKey: statsKey(datasetId) });
  };

  const update = useMutation({
    mutationKey: CURATE,
    scope: { id: "curate" },
    mutationFn: (step: Step) => request(updateImage, step.after),
    onMutate: async ({ after: { imageId, ...change } }) => {
      // A page under way would put back what it saw when it set out; the grid asks for it again.
      await client.cancelQueries({
        queryKey: [IMAGES_KEY, datasetId],
        predicate: ({ state }) => state.data !== undefined,
      });
      replace(imageId, (image) => ({ ...image, ...definedOf(change) }));
    },
    onError: (error, { before: { imageId, ...change } }) => {
      replace(imageId, (image) => ({ ...image, ...definedOf(change) }));
      toast.error("The change was not saved", { description: problemText(error) });
    },
    onSettled: refreshCounts,
  });
  const remove = useMutation({
    mutationKey: CURATE,
    scope: { id: "curate" },
    mutationFn: (imageId: string) => request(deleteImage, { imageId }),
    onSuccess: (_, imageId) => replace(imageId, () => null),
    onError: (error) => toast.error("Not deleted", { description: problemText(error) }),
    onSettled: refreshCounts,
  });

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (client.isMutating({ mutationKey: CURATE }) > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [client]);

  const { mutate } = update;
  const apply = useCallback(
    (step: Step) => {
      done.current = [...done.current, step].slice(-UNDO_LIMIT);
      undone.current = [];
      mutate(step);
    },
    [mutate],
  );
  const decide = useCallback(
    (image: Image, decision: Decision) => {
      if (image.decision === decision) return;
      const imageId = image.id;
      apply({ before: { imageId, decision: image.decision }, after: { imageId, decision } });
    },
    [apply],
  );
  const setLabels = useCallback(
    (image: Image, labels: string[]) => {
      const imageId = image.id;
      const [label = image.label] = labels;
      apply({
        before: { imageId, label: image.label, labels: image.labels },
        after: { imageId, label, labels },
      });
    },
    [apply],
  );
  const undo = useCallback(() => {
    const step = done.current.pop();
    if (!step) return null;
    undone.current.push(step);
    mutate({ before: step.after, after: step.before });
    return step.before.imageId;
  }, [mutate]);
  const redo = useCallback(() => {
    const step = undone.current.pop();
    if (!step) return null;
    done.current.push(step);
    mutate(step);
    return step.after.imageId;
  }, [mutate]);

  return { decide, setLabels, undo, redo, remove };
}
export type Curate = ReturnType<typeof useCurate>;

function definedOf({ decision, label, labels }: Omit<Change, "imageId">): Partial<Image> {
  return { ...(decision && { decision }), ...(label && { label }), ...(labels && { labels }) };
}
