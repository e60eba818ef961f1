import { useQueryState } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import type { Image } from "@/lib/domain/image";
import { parseAsId } from "./filters";

/** Which picture is active, and whether its details are open; the open one is in the URL (`?image=`). */
export function useCursor(images: readonly Image[]) {
  const [openId, setOpenId] = useQueryState("image", parseAsId);
  const [restingId, setRestingId] = useState<string | null>(null);
  const activeId = openId ?? restingId;
  const places = useMemo(() => new Map(images.map((image, index) => [image.id, index])), [images]);
  const activeIndex = activeId === null ? -1 : (places.get(activeId) ?? -1);

  const open = useCallback(
    (imageId: string) => {
      setRestingId(imageId);
      // Back leads from the details to the grid, not through every picture looked at.
      void setOpenId(imageId, { history: openId === null ? "push" : "replace" });
    },
    [openId, setOpenId],
  );
  const close = useCallback(() => {
    setRestingId((resting) => openId ?? resting);
    void setOpenId(null);
  }, [openId, setOpenId]);
  const select = useCallback(
    (index: number) => {
      const image = images[Math.min(Math.max(index, 0), images.length - 1)];
      if (!image) return;
      setRestingId(image.id);
      if (openId !== null) void setOpenId(image.id);
    },
    [images, openId, setOpenId],
  );
  return { activeId, activeIndex, isOpen: openId !== null, open, close, select };
}
