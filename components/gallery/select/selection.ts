/** What is selected: pictures by their ids, or whatever the filters find. */
export type Selection =
  | { readonly isAll: false; readonly ids: ReadonlySet<string> }
  | { readonly isAll: true };

export const NOTHING: Selection = { isAll: false, ids: new Set() };
export const EVERYTHING: Selection = { isAll: true };

export const selectionOf = (ids: Iterable<string>): Selection => ({
  isAll: false,
  ids: new Set(ids),
});
export const isIn = (selection: Selection, id: string): boolean =>
  selection.isAll || selection.ids.has(id);
/** Of a list of so many pictures. */
export const sizeOf = (selection: Selection, count: number): number =>
  selection.isAll ? count : selection.ids.size;

export const withIds = (selection: Selection, ids: Iterable<string>): Selection =>
  selection.isAll ? selection : selectionOf([...selection.ids, ...ids]);

/** One in or out; from everything there is no taking out one here, see `leaveOut`. */
export function toggled(selection: Selection, id: string): Selection {
  if (selection.isAll) return selection;
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return selectionOf(ids);
}
