import { useCallback, useSyncExternalStore } from "react";

const CHANGED = "pixcrawler:stored";

function subscribe(onChange: () => void) {
  window.addEventListener("storage", onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener("storage", onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

// Storage is refused in some private modes: the setting then lasts as long as the page.
const unsaved = new Map<string, string>();
function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key) ?? unsaved.get(key) ?? null;
  } catch {
    return unsaved.get(key) ?? null;
  }
}

/** A setting of this browser. `fallback` holds on the server and while nothing is stored. */
export function useStored(key: string, fallback: string) {
  const value = useSyncExternalStore(
    subscribe,
    () => read(key) ?? fallback,
    () => fallback,
  );
  const setValue = useCallback(
    (next: string) => {
      unsaved.set(key, next);
      try {
        window.localStorage.setItem(key, next);
      } catch {}
      window.dispatchEvent(new Event(CHANGED));
    },
    [key],
  );
  return [value, setValue] as const;
}
