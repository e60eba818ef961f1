import { useEffect, useEffectEvent } from "react";

export interface Step {
  readonly pictures?: number;
  readonly rows?: number;
  readonly screens?: number;
}

export interface GalleryKeys {
  /** `isRange`: selects what lies between. */
  move: (by: Step, isRange: boolean) => void;
  toEnd: (isLast: boolean, isRange: boolean) => void;
  selectAll: () => void;
  togglePanel: () => void;
  view: () => void;
  leave: () => void;
  accept: () => void;
  reject: () => void;
  clear: () => void;
  /** By the digit of the label; `isOnly`: in place of the class. */
  label: (digit: number, isOnly: boolean) => void;
  nextUndecided: () => void;
  duplicates: () => void;
  similar: () => void;
  undo: () => void;
  redo: () => void;
  /** By so many steps of the size slider. */
  resize: (by: number) => void;
  help: () => void;
}

/** Keys that steer what has the focus; shift selects on the way. */
const NAVIGATION: Record<string, (keys: GalleryKeys, isShift: boolean) => void> = {
  ArrowLeft: ({ move }, isShift) => move({ pictures: -1 }, isShift),
  ArrowRight: ({ move }, isShift) => move({ pictures: 1 }, isShift),
  ArrowUp: ({ move }, isShift) => move({ rows: -1 }, isShift),
  ArrowDown: ({ move }, isShift) => move({ rows: 1 }, isShift),
  PageUp: ({ move }, isShift) => move({ screens: -1 }, isShift),
  PageDown: ({ move }, isShift) => move({ screens: 1 }, isShift),
  Home: ({ toEnd }, isShift) => toEnd(false, isShift),
  End: ({ toEnd }, isShift) => toEnd(true, isShift),
  Enter: ({ view }) => view(),
  " ": ({ togglePanel }) => togglePanel(),
  Escape: ({ leave }) => leave(),
};
const LETTERS: Record<string, (keys: GalleryKeys) => void> = {
  a: ({ accept }) => accept(),
  x: ({ reject }) => reject(),
  u: ({ clear }) => clear(),
  i: ({ togglePanel }) => togglePanel(),
  f: ({ view }) => view(),
  n: ({ nextUndecided }) => nextUndecided(),
  d: ({ duplicates }) => duplicates(),
  s: ({ similar }) => similar(),
  z: ({ undo }) => undo(),
  Z: ({ redo }) => redo(),
  "+": ({ resize }) => resize(1),
  "=": ({ resize }) => resize(1),
  "-": ({ resize }) => resize(-1),
  "?": ({ help }) => help(),
};
/** The key of the digit on its own, whatever shift makes of it on this keyboard. */
const DIGIT = /^(?:Digit|Numpad)([1-9])$/;

type Act = (keys: GalleryKeys) => void;

function actOf(event: KeyboardEvent, areLettersOn: boolean, target: Element): Act | undefined {
  const { key, code, shiftKey } = event;
  if (event.ctrlKey || event.metaKey)
    return key.toLowerCase() === "a" && !shiftKey ? (keys) => keys.selectAll() : undefined;
  const navigate = NAVIGATION[key];
  if (navigate) return isTaken(key, target) ? undefined : (keys) => navigate(keys, shiftKey);
  if (!areLettersOn) return undefined;
  const digit = DIGIT.exec(code)?.[1];
  return digit ? (keys) => keys.label(Number(digit), shiftKey) : LETTERS[key];
}

/** Marks a dialog in which the gallery's keys go on working. */
export const GALLERY_DIALOG = { "data-gallery-keys": "" };

const FIELDS = "input, textarea, select, [contenteditable=true], [role=combobox], [role=menu]";
const BUTTONS = "button, a, summary";
const STEERED = "[role=slider], [role=radio], [role=tab]";
const DIALOGS = "[role=dialog], [role=alertdialog]";

/** A control keeps the keys that press or steer it. */
const isTaken = (key: string, target: Element): boolean =>
  key === "Enter" || key === " "
    ? target.closest(BUTTONS) !== null
    : key !== "Escape" && target.closest(STEERED) !== null;

/** The keyboard of the gallery. Letters work anywhere on the page but in a field, unless they are switched off. */
export function useGalleryKeys(keys: GalleryKeys, areLettersOn: boolean) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const dialog = target.closest(DIALOGS);
    if (target.closest(FIELDS) || (dialog && !dialog.matches("[data-gallery-keys]"))) return;
    const act = actOf(event, areLettersOn, target);
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
