import { Thumbnail } from "@/components/dataset/thumbnail";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import type { Image } from "@/lib/domain/image";
import { Picture } from "./picture";
import { GALLERY_DIALOG } from "./use-gallery-keys";

/** One picture as large as the window; the gallery's keys go on working in it. */
export function Viewer({
  id,
  image,
  name,
  onClose,
}: {
  id: string;
  /** Null while it is asked for: its thumbnail is shown meanwhile. */
  image: Image | null;
  /** Where it stands in the list. */
  name: string;
  onClose: () => void;
}) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        {...GALLERY_DIALOG}
        className="h-[calc(100dvh-2rem)] max-w-none grid-rows-[minmax(0,1fr)_auto] border-0 bg-[oklch(0.135_0.003_286)] p-2 text-white"
      >
        {image ? (
          <Picture image={image} className="size-full object-contain" />
        ) : (
          <Thumbnail imageId={id} alt="" side={480} className="size-full object-contain" />
        )}
        <div className="flex justify-between gap-4 px-1 text-xs">
          <DialogTitle className="truncate text-xs font-medium">
            {image?.title ?? image?.label ?? "Picture"}
          </DialogTitle>
          <DialogDescription className="shrink-0 text-xs text-white/75 tabular-nums">
            {[image?.decision, image?.labels.join(", "), name].filter(Boolean).join(" · ")}
          </DialogDescription>
        </div>
      </DialogContent>
    </Dialog>
  );
}
