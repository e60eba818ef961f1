import { urlOf } from "@/components/api";
import { getImageContent, getImageThumbnail } from "@/lib/contract/images";
import type { Image } from "@/lib/domain/image";

/** The original, over its thumbnail until it has arrived. */
export function Picture({
  image,
  width,
  className,
}: {
  image: Image;
  /** In CSS; without one, `className` has to size it: a picture that has not arrived has no size of its own. */
  width?: string;
  className?: string;
}) {
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
      style={{ width, background: `center / contain no-repeat url("${thumbnail}")` }}
    />
  );
}
