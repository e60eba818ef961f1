"use client";
import { ChevronLeftIcon, ChevronRightIcon, XIcon } from "lucide-react";
import { ProblemNote } from "@/components/dataset/problem-note";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Sheet, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { Image } from "@/lib/domain/image";
import type { Split } from "@/lib/domain/split";
import type { Curate } from "../edits/use-curate";
import type { SetFilters } from "../filters";
import { GALLERY_DIALOG } from "../use-gallery-keys";
import { useMedia } from "../use-media";
import { ImageDetails } from "./image-details";

export interface PanelProps {
  /** Null while it is asked for. */
  image: Image | null;
  error: unknown;
  /** Where the picture stands in the list; index -1 when the list does not hold it. */
  place: { index: number; count: number; hasMore: boolean };
  /** Labels there are in the dataset, to choose from. */
  labels: string[];
  curate: Curate;
  onStep: (by: 1 | -1) => void;
  onDelete: (imageId: string) => Promise<void>;
  onSplit: (imageId: string, split: Split | null) => Promise<void>;
  onFilter: SetFilters;
  onOpen: (imageId: string) => void;
  onView: () => void;
  onClose: () => void;
}

/** Everything about one picture: beside the grid where there is room, else a sheet over the whole page. */
export function ImagePanel(props: PanelProps) {
  const isWide = useMedia("(min-width: 64rem)");
  const body = (
    <>
      <PanelHead {...props} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {props.image && <ImageDetails {...props} image={props.image} />}
        {!props.image && props.error !== null && (
          <div className="p-4">
            <ProblemNote title="This picture could not be loaded" error={props.error} />
          </div>
        )}
        {!props.image && props.error === null && <PanelSkeleton />}
      </div>
    </>
  );
  if (isWide) {
    return (
      <aside
        aria-label="Details"
        className="sticky top-12 flex h-[calc(100dvh-3rem)] w-96 shrink-0 flex-col border-l bg-rail"
      >
        {body}
      </aside>
    );
  }
  return (
    <Sheet open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <SheetContent
        {...GALLERY_DIALOG}
        showCloseButton={false}
        className="max-w-none gap-0 border-0"
        aria-describedby={undefined}
      >
        <SheetTitle className="sr-only">Details</SheetTitle>
        <SheetDescription className="sr-only">
          {props.image?.title ?? props.image?.label ?? "Loading"}
        </SheetDescription>
        {body}
      </SheetContent>
    </Sheet>
  );
}

function PanelHead({ place: { index, count, hasMore }, onStep, onClose }: PanelProps) {
  return (
    <div className="flex h-11 shrink-0 items-center gap-1 border-b px-2 pointer-coarse:h-13">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Previous picture"
        disabled={index <= 0}
        onClick={() => onStep(-1)}
      >
        <ChevronLeftIcon />
      </Button>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Next picture"
        disabled={index < 0 || index >= count - 1}
        onClick={() => onStep(1)}
      >
        <ChevronRightIcon />
      </Button>
      {index >= 0 && (
        <p className="text-xs text-muted-foreground tabular-nums">
          {formatCount(index + 1)} of {formatCount(count)}
          {hasMore && "+"}
        </p>
      )}
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Close the details"
        title="Close (i)"
        className="ml-auto"
        onClick={onClose}
      >
        <XIcon />
      </Button>
    </div>
  );
}

function PanelSkeleton() {
  return (
    <div className="grid gap-4 p-4" role="status" aria-label="Loading the picture">
      <Skeleton className="aspect-4/3" />
      <Skeleton className="h-8" />
      <Skeleton className="h-32" />
      <Skeleton className="h-32" />
    </div>
  );
}
