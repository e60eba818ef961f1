import type { Image } from "@/lib/domain/image";

/** How many pictures the contact sheet holds; after that the next one takes the place of the oldest. */
export const CONTACT_SLOTS = 72;

/** One place on the sheet. `turn` counts every picture placed so far. */
export interface Slot {
  image: Image;
  turn: number;
}

/** Places pictures (oldest first) without moving the ones that stay; those on the sheet already are left out. */
export function fillSlots(slots: readonly Slot[], images: readonly Image[]): Slot[] {
  const next = [...slots];
  const seen = new Set(slots.map(({ image }) => image.id));
  let turn = Math.max(-1, ...slots.map((slot) => slot.turn)) + 1;
  for (const image of images) {
    if (seen.has(image.id)) continue;
    seen.add(image.id);
    next[turn % CONTACT_SLOTS] = { image, turn };
    turn += 1;
  }
  return next;
}
