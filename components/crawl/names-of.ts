import type { SourceInfo } from "@/lib/domain/source";

/** How sources are called, by kind. */
export const namesOf = (sources: readonly SourceInfo[]): Record<string, string> =>
  Object.fromEntries(sources.map(({ kind, name }) => [kind, name]));
