import { ImagesIcon } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { Empty } from "@/components/ui/empty";
import type { Slot } from "./contact-slots";

/** The pictures as they are accepted; each leads to its place in the gallery. */
export const ContactSheet = memo(function ContactSheet({
  slots,
  datasetId,
  isOver,
}: {
  slots: Slot[];
  datasetId: string;
  isOver: boolean;
}) {
  if (slots.length === 0) {
    return (
      <Empty
        icon={ImagesIcon}
        title={isOver ? "No picture to show" : "No picture yet"}
        text={
          isOver
            ? "Nothing was accepted, or it has been deleted since. What was lost is listed below."
            : "Pictures appear here as soon as they have passed every check."
        }
        className="h-full"
      />
    );
  }
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(4rem,1fr))] gap-1 rounded-lg bg-canvas p-1">
      {slots.map(({ image }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place keeps its element, the picture in it changes
        <li key={place} className="aspect-square overflow-hidden rounded-sm bg-secondary">
          <Link
            key={image.id}
            href={`/datasets/${datasetId}?image=${image.id}`}
            prefetch={false}
            className="block size-full animate-in fade-in duration-500"
            title={image.label}
          >
            <Thumbnail
              imageId={image.id}
              alt={image.title ?? image.label}
              side={96}
              className="size-full object-cover"
            />
          </Link>
        </li>
      ))}
    </ul>
  );
});
