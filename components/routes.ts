import type { Route } from "next";

/** An address with an id in it, for where a plain `Route` is asked for; it is checked here, where it is written. */
export const to = <T extends string>(path: Route<T>): Route => path as Route;
