import { useEffect, useEffectEvent } from "react";

/** What the keys do here; one that does nothing is left out. */
export interface ReviewKeys {
  accept?: () => void;
  keepAll?: () => void;
  step?: (by: 1 | -1) => void;
  chooseNth?: (n: number) => void;
  tick?: () => void;
  undo?: () => void;
  redo?: () => void;
  go?: (by: 1 | -1) => void;
  /** Flicks as long as the key is held. */
  flick?: (isHeld: boolean) => void;
  difference?: () => void;
  all?: () => void;
  zoomIn?: () => void;
  zoomOut?: () => void;
  showWhole?: () => void;
  actual?: () => void;
  help?: () => void;
}
type Action = (keys: ReviewKeys) => void;

/** Keys that act on what has the focus, wherever that is. */
const NAVIGATION: Readonly<Record<string, Action>> = {
  Enter: ({ accept }) => accept?.(),
  ArrowLeft: ({ step }) => step?.(-1),
  ArrowRight: ({ step }) => step?.(1),
  PageDown: ({ go }) => go?.(1),
  PageUp: ({ go }) => go?.(-1),
  " ": ({ flick }) => flick?.(true),
};
const LETTERS: Readonly<Record<string, Action>> = {
  k: ({ keepAll }) => keepAll?.(),
  t: ({ tick }) => tick?.(),
  z: ({ undo }) => undo?.(),
  Z: ({ redo }) => redo?.(),
  j: ({ go }) => go?.(1),
  l: ({ go }) => go?.(-1),
  f: ({ flick }) => flick?.(true),
  v: ({ difference }) => difference?.(),
  a: ({ all }) => all?.(),
  "+": ({ zoomIn }) => zoomIn?.(),
  "=": ({ zoomIn }) => zoomIn?.(),
  "-": ({ zoomOut }) => zoomOut?.(),
  "0": ({ showWhole }) => showWhole?.(),
  o: ({ actual }) => actual?.(),
  "?": ({ help }) => help?.(),
};
/** Held down, these go on; the others decide once. */
const REPEATING = ["ArrowLeft", "ArrowRight", "PageDown", "PageUp", "j", "l", "+", "=", "-"];
const FLICKING = ["f", " "];

const FIELDS = "input, textarea, select, [contenteditable=true], [role=combobox], [role=menu]";
const DIALOGS = "[role=dialog], [role=alertdialog]";
const SLIDERS = "[role=slider], [role=radio], [role=tab]";
const BUTTONS = "button, a, summary";

/** A control keeps the keys that steer it. */
const isTaken = (key: string, target: Element): boolean =>
  target.closest(SLIDERS) !== null ||
  ((key === "Enter" || key === " ") && target.closest(BUTTONS) !== null);

function actionOf(key: string, areLettersOn: boolean): Action | undefined {
  if (/^[1-9]$/.test(key) && areLettersOn) return ({ chooseNth }) => chooseNth?.(Number(key));
  return NAVIGATION[key] ?? (areLettersOn ? LETTERS[key] : undefined);
}

/** The keyboard of the review. It works anywhere on the page but in fields and dialogs; letters can be switched off. */
export function useReviewKeys(keys: ReviewKeys, areLettersOn: boolean) {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(FIELDS) || target.closest(DIALOGS)) return;
    const act = actionOf(event.key, areLettersOn);
    if (!act || (event.key in NAVIGATION && isTaken(event.key, target))) return;
    event.preventDefault();
    if (!event.repeat || REPEATING.includes(event.key)) act(keys);
  });
  const onRelease = useEffectEvent(() => keys.flick?.(false));
  useEffect(() => {
    const down = (event: KeyboardEvent) => onKeyDown(event);
    const up = (event: KeyboardEvent) => {
      if (FLICKING.includes(event.key)) onRelease();
    };
    const leave = () => onRelease();
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", leave);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", leave);
    };
  }, []);
}
