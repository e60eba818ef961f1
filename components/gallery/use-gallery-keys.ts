import { useEffect, useEffectEvent } from "react";

export interface GalleryKeys {
  /** By so many pictures; `row` counts rows. */
  move: (by: { pictures?: number; rows?: number }) => void;
  first: () => void;
  last: () => void;
  open: () => void;
  close: () => void;
  togglePanel: () => void;
  view: () => void;
  accept: () => void;
  reject: () => void;
  clear: () => void;
  nextUndecided: () => void;
  undo: () => void;
  redo: () => void;
  help: () => void;
}

/** Keys that act on what has the focus, wherever that is. */
const NAVIGATION: Record<string, (keys: GalleryKeys) => void> = {
  ArrowLeft: ({ move }) => move({ pictures: -1 }),
  ArrowRight: ({ move }) => move({ pictures: 1 }),
  ArrowUp: ({ move }) => move({ rows: -1 }),
  ArrowDown: ({ move }) => move({ rows: 1 }),
  Home: ({ first }) => first(),
  End: ({ last }) => last(),
  Enter: ({ open }) => open(),
  " ": ({ open }) => open(),
  Escape: ({ close }) => close(),
};
const LETTERS: Record<string, (keys: GalleryKeys) => void> = {
  a: ({ accept }) => accept(),
  x: ({ reject }) => reject(),
  u: ({ clear }) => clear(),
  i: ({ togglePanel }) => togglePanel(),
  f: ({ view }) => view(),
  n: ({ nextUndecided }) => nextUndecided(),
  z: ({ undo }) => undo(),
  Z: ({ redo }) => redo(),
  "?": ({ help }) => help(),
};

/** Marks a dialog in which the gallery's keys go on working. */
export const GALLERY_DIALOG = { "data-gallery-keys": "" };

const FIELDS = "input, textarea, select, [contenteditable=true], [role=combobox], [role=menu]";
const CONTROLS = "button, a, summary, [role=slider], [role=radio], [role=tab]";

/** The keyboard of the gallery. Letters work anywhere on the page but in a field, unless they are switched off. */
export function useGalleryKeys(keys: GalleryKeys, areLettersOn: boolean) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const dialog = target.closest("[role=dialog], [role=alertdialog]");
    if (target.closest(FIELDS) || (dialog && !dialog.matches("[data-gallery-keys]"))) return;
    // A control keeps the keys that steer it.
    const navigate = target.closest(CONTROLS) ? undefined : NAVIGATION[event.key];
    const act = navigate ?? (areLettersOn ? LETTERS[event.key] : undefined);
    if (!act) return;
    event.preventDefault();
    act(keys);
  });
  useEffect(() => {
    // On the window, so that the page's own handlers have had their turn.
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
