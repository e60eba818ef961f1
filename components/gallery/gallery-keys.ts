import type { KeyLine } from "@/components/keys-dialog";

/** What the keys of the gallery do, as its list of keys says it. */
export const GALLERY_KEYS: readonly KeyLine[] = [
  [["←", "→", "↑", "↓"], "Move"],
  [["PgUp", "PgDn"], "A screen up or down"],
  [["Home", "End"], "First and last picture"],
  [["Shift", "↓"], "Select on the way"],
  [["Ctrl", "a"], "Select all that the filters find"],
  [["Space", "i"], "Details on or off"],
  [["Enter", "f"], "Large view on or off"],
  [["Esc"], "Close, or select nothing"],
  [["a"], "Accept"],
  [["x"], "Reject"],
  [["u"], "Back to undecided"],
  [["n"], "Next undecided"],
  [["1", "–", "9"], "Add or remove the label with this key"],
  [["Shift", "1"], "Make it the class instead"],
  [["d"], "Its duplicates"],
  [["s"], "Most similar first"],
  [["z"], "Undo"],
  [["Shift", "z"], "Redo"],
  [["+", "-"], "Larger or smaller thumbnails"],
  [["?"], "These keys"],
];
