import { countOf } from "@/components/format";
import type { Capabilities, SourceInfo } from "@/lib/domain/source";

export type PushedFilter = Capabilities["pushes"][number];

/** Which of the chosen sources apply a filter themselves, in words; the others' finds are checked here. */
export function pushedWords(filter: PushedFilter, sources: readonly SourceInfo[]): string {
  const pushing = sources.filter(({ capabilities }) => capabilities.pushes.includes(filter));
  if (pushing.length === 0) return "Checked here, after the search.";
  const names = pushing.slice(0, 3).map(({ name }) => name);
  const more = pushing.length > names.length ? ` and ${pushing.length - names.length} more` : "";
  const others = sources.length - pushing.length;
  const rest = others > 0 ? `; checked here for ${countOf(others, "other")}` : "";
  return `Applied by ${names.join(", ")}${more}${rest}.`;
}

/** Says who applies a filter, once it is set and there is somebody to apply it. */
export function PushedNote({
  filter,
  isSet,
  sources,
}: {
  filter: PushedFilter;
  isSet: boolean;
  sources: readonly SourceInfo[];
}) {
  if (!isSet || sources.length === 0) return null;
  return <p className="text-xs text-muted-foreground">{pushedWords(filter, sources)}</p>;
}
