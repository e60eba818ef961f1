import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import type { Image } from "@/lib/domain/image";
import { Picture } from "./picture";
import { GALLERY_DIALOG } from "./use-gallery-keys";

/** One picture as large as the window; the gallery's keys go on working in it. */
export function Viewer({ image, onClose }: { image: Image; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        {...GALLERY_DIALOG}
        className="h-[calc(100dvh-2rem)] max-w-none grid-rows-[minmax(0,1fr)_auto] border-0 bg-[oklch(0.135_0.003_286)] p-2 text-white"
      >
        <Picture image={image} className="size-full object-contain" />
        <div className="flex justify-between gap-4 px-1 text-xs">
          <DialogTitle className="truncate text-xs font-medium">
            {image.title ?? image.label}
          </DialogTitle>
          <DialogDescription className="shrink-0 text-xs text-white/75 capitalize">
            {image.decision}
          </DialogDescription>
        </div>
      </DialogContent>
    </Dialog>
  );
}
