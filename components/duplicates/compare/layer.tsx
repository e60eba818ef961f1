import { useState } from "react";
import { urlOf } from "@/components/api";
import { getImageContent, getImageThumbnail } from "@/lib/contract/images";
import type { DuplicateGroup } from "@/lib/domain/duplicate";
import { placeIn } from "./orientation";
import type { Box } from "./viewport";

type Member = DuplicateGroup["members"][number];

/** From this magnification on, single pixels are shown as they are and not smoothed over. */
const PIXELATED_FROM = 3;

/** A member laid over the box of the picture it is compared with: the thumbnail at once, the original as soon as it is there. */
export function Layer({
  member: { image, transform },
  name,
  box,
  style,
}: {
  member: Member;
  name: string;
  box: Box;
  style?: React.CSSProperties | undefined;
}) {
  const [hasFailed, setFailed] = useState(false);
  const placed = placeIn(box, image, transform);
  const thumbnail = urlOf(getImageThumbnail, { imageId: image.id });
  // Browsers do not show TIFF.
  const isSmallOnly = hasFailed || image.format === "tiff";
  return (
    <div className="absolute" style={{ ...box, ...style }}>
      <img
        src={isSmallOnly ? thumbnail : urlOf(getImageContent, { imageId: image.id })}
        alt={`${name}: ${image.title ?? image.label}`}
        width={image.width}
        height={image.height}
        decoding="async"
        draggable={false}
        onError={() => setFailed(true)}
        className="absolute max-w-none select-none"
        style={{
          ...placed.box,
          transform: placed.css,
          background: `center / 100% 100% no-repeat url("${thumbnail}")`,
          imageRendering: placed.box.width >= image.width * PIXELATED_FROM ? "pixelated" : "auto",
        }}
      />
    </div>
  );
}
