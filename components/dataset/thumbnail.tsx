import { urlOf } from "@/components/api";
import { getImageThumbnail } from "@/lib/contract/images";

/** A picture in small. `side` is the box it is laid out in, in px, so that nothing moves when it arrives. */
export function Thumbnail({
  imageId,
  alt,
  side,
  className,
}: {
  imageId: string;
  alt: string;
  side: number;
  className?: string;
}) {
  return (
    <img
      src={urlOf(getImageThumbnail, { imageId })}
      alt={alt}
      width={Math.round(side)}
      height={Math.round(side)}
      loading="lazy"
      decoding="async"
      draggable={false}
      className={className}
    />
  );
}
