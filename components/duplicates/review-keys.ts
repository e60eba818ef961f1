import type { KeyLine } from "@/components/keys-dialog";

/** What the keys of the review do, as its list of keys says it. */
export const REVIEW_KEYS: readonly KeyLine[] = [
  [["Enter"], "Keep the chosen picture, hide the others"],
  [["←", "→", "1–9"], "Choose a picture"],
  [["t"], "Tick it, to keep several"],
  [["k"], "Keep all: they are not duplicates"],
  [["z", "Shift z"], "Undo and redo"],
  [["j", "PgDn"], "Next group"],
  [["l", "PgUp"], "Previous group"],
  [["f", "Space"], "Hold: one after the other in one place"],
  [["v"], "Differences on or off"],
  [["a"], "All pictures on or off"],
  [["+", "-", "0"], "Zoom in, out, whole picture"],
  [["o"], "Pixel for pixel, or the whole"],
  [["?"], "These keys"],
];
