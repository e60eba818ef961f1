import { useSyncExternalStore } from "react";

/** A value outside React, so that what changes often renders only the parts that show it. */
export interface Store<T> {
  readonly get: () => T;
  readonly set: (next: T) => void;
  /** Answers how to stop listening. */
  readonly subscribe: (onChange: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useValue = <T>({ subscribe, get }: Pick<Store<T>, "subscribe" | "get">): T =>
  useSyncExternalStore(subscribe, get, get);
