import { z } from "zod";

/** How a copy is turned against the picture it is a copy of; `rotated-90` is a quarter turn clockwise. */
export const TRANSFORMS = [
  "none",
  "mirrored",
  "flipped",
  "rotated-180",
  "rotated-90",
  "rotated-270",
  "transposed",
  "transversed",
] as const;
export const Transform = z.enum(TRANSFORMS);
export type Transform = z.infer<typeof Transform>;

export const TRANSFORM_LABELS: Record<Transform, string> = {
  none: "as it is",
  mirrored: "mirrored",
  flipped: "upside down, mirrored",
  "rotated-180": "turned by 180°",
  "rotated-90": "turned by 90°",
  "rotated-270": "turned by 270°",
  transposed: "turned by 90°, mirrored",
  transversed: "turned by 270°, mirrored",
};
