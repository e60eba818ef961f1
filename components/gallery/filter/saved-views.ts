import { z } from "zod";

/** Views kept for one dataset. */
const MAX_VIEWS = 50;
const SavedViews = z
  .array(z.object({ name: z.string().min(1).max(60), search: z.string().max(2000) }))
  .max(MAX_VIEWS);
/** A view is what the URL says after the question mark. */
export type SavedView = z.infer<typeof SavedViews>[number];

/** What this browser has stored; anything else than views is none. */
export function readViews(text: string): SavedView[] {
  try {
    return SavedViews.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** The newest first; a name is there once. */
export const withView = (views: readonly SavedView[], view: SavedView): SavedView[] =>
  [view, ...views.filter(({ name }) => name !== view.name)].slice(0, MAX_VIEWS);

/** The view of an address: without the picture that is open. */
export function viewOf(search: string): string {
  const params = new URLSearchParams(search);
  params.delete("image");
  return params.toString();
}
