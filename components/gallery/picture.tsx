import { urlOf } from "@/components/api";
import { getImageContent, getImageThumbnail } from "@/lib/contract/images";
import type { Image } from "@/lib/domain/image";

/** The original, over its thumbnail until it has arrived. */
export function Picture({ image, className }: { image: Image; className?: string }) {
  const thumbnail = urlOf(getImageThumbnail, { imageId: image.id });
  // Browsers do not show TIFF.
  const original = urlOf(getImageContent, { imageId: image.id });
  return (
    <img
      key={image.id}
      src={image.format === "tiff" ? thumbnail : original}
      alt={image.title ?? image.label}
      width={image.width}
      height={image.height}
      decoding="async"
      className={className}
      style={{ background: `center / contain no-repeat url("${thumbnail}")` }}
    />
  );
}
