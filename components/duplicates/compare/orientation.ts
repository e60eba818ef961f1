import type { Transform } from "@/lib/domain/transform";
import type { Box, Size } from "./viewport";

/** The CSS that turns a copy back, so that it lies as the picture it was compared with. */
const UNDOING: Record<Transform, string> = {
  none: "none",
  mirrored: "scaleX(-1)",
  flipped: "scaleY(-1)",
  "rotated-180": "rotate(180deg)",
  "rotated-90": "rotate(-90deg)",
  "rotated-270": "rotate(90deg)",
  // These two undo themselves.
  transposed: "matrix(0, 1, 1, 0, 0, 0)",
  transversed: "matrix(0, -1, -1, 0, 0, 0)",
};
const SIDEWAYS: readonly Transform[] = ["rotated-90", "rotated-270", "transposed", "transversed"];

/** Up to here a difference of the aspect ratios comes of rounding when a copy was made smaller. */
const SAME_ASPECT = 0.02;

/** The sides of a copy once it is turned back. */
export const uprightSize = ({ width, height }: Size, transform: Transform): Size =>
  SIDEWAYS.includes(transform) ? { width: height, height: width } : { width, height };

/**
 * Where and how a copy is drawn within the box of the picture it is compared with: over all of it, or in its middle
 * where the two are not of one shape. `box` is the element's own, before it is turned.
 */
export function placeIn(
  frame: Size,
  picture: Size,
  transform: Transform,
): { box: Box; css: string } {
  const upright = uprightSize(picture, transform);
  const ratio = upright.width / upright.height / (frame.width / frame.height);
  const isSameShape = Math.abs(Math.log(ratio)) <= SAME_ASPECT;
  const drawn = {
    width: isSameShape || ratio >= 1 ? frame.width : frame.width * ratio,
    height: isSameShape || ratio <= 1 ? frame.height : frame.height / ratio,
  };
  const { width, height } = uprightSize(drawn, transform);
  return {
    box: { width, height, left: (frame.width - width) / 2, top: (frame.height - height) / 2 },
    css: UNDOING[transform],
  };
}
