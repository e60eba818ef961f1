import type { DatasetLabel } from "@/lib/domain/label";

/** The CSS colour of a label by its name; one that has no row yet is grey. */
export function labelColour(labels: readonly DatasetLabel[]): (name: string) => string {
  const colours = new Map(labels.map(({ name, colour }) => [name, colour]));
  return (name) => `var(--label-${colours.get(name) ?? "slate"})`;
}
