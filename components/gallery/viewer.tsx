import { ChevronLeftIcon, ChevronRightIcon, type LucideIcon, XIcon } from "lucide-react";
import { useRef } from "react";
import { cn } from "@/components/cn";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogTitle } from "@/components/ui/dialog";
import type { Image } from "@/lib/domain/image";
import { DECISION_LABELS } from "./filter/words";
import { Picture } from "./picture";
import { GALLERY_DIALOG } from "./use-gallery-keys";

/** One picture as large as the window; the gallery's keys go on working in it. */
export function Viewer({
  id,
  image,
  name,
  onStep,
  onClose,
}: {
  id: string;
  /** Null while it is asked for: its thumbnail is shown meanwhile. */
  image: Image | null;
  /** Where it stands in the list. */
  name: string;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
}) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        {...GALLERY_DIALOG}
        ref={content}
        showCloseButton={false}
        // Not on a button, which would keep Enter and Space from the gallery.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          content.current?.focus();
        }}
        className="h-[calc(100dvh-2rem)] max-w-none grid-rows-[minmax(0,1fr)_auto] border-0 bg-[oklch(0.135_0.003_286)] p-2 text-white outline-none"
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
            {[image && DECISION_LABELS[image.decision], image?.labels.join(", "), name]
              .filter(Boolean)
              .join(" · ")}
          </DialogDescription>
        </div>
        <OverPicture
          name="Previous picture"
          icon={ChevronLeftIcon}
          className="top-1/2 left-3 -translate-y-1/2"
          onClick={() => onStep(-1)}
        />
        <OverPicture
          name="Next picture"
          icon={ChevronRightIcon}
          className="top-1/2 right-3 -translate-y-1/2"
          onClick={() => onStep(1)}
        />
        <OverPicture name="Close" icon={XIcon} className="top-3 right-3" onClick={onClose} />
      </DialogContent>
    </Dialog>
  );
}

/** A button that can be seen on any picture. */
function OverPicture({
  name,
  icon: Icon,
  className,
  onClick,
}: {
  name: string;
  icon: LucideIcon;
  className: string;
  onClick: () => void;
}) {
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={name}
      title={name}
      onClick={onClick}
      className={cn(
        "absolute rounded-full bg-black/60 text-white hover:bg-black hover:text-white",
        className,
      )}
    >
      <Icon />
    </Button>
  );
}
