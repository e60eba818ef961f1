/** Time to read what was done to many pictures, and to think better of it. */
export const UNDO_SHOWN_MS = 12_000;
