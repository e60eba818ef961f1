import type { BulkAction } from "@/lib/domain/curation";
import type { Decision } from "@/lib/domain/image";

/** What a person sets on a single picture. */
export interface Wish {
  readonly decision: Decision;
  /** The class first. */
  readonly labels: readonly string[];
}
/** One picture as the server has it and as it is to be. */
export interface Edit {
  readonly id: string;
  readonly from: Wish;
  readonly to: Wish;
}
/** Pictures that one request changes alike; `replace` sets all labels of one picture. */
export type EditGroup =
  | { readonly action: BulkAction; readonly label: string | null; readonly edits: Edit[] }
  | { readonly action: "replace"; readonly label: null; readonly edits: [Edit] };

const DECIDING: Record<Decision, BulkAction> = {
  accepted: "accept",
  rejected: "reject",
  undecided: "clear",
};

const without = (labels: readonly string[], label: string) => labels.filter((l) => l !== label);
const areSame = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((label, at) => label === b[at]);

/** One label added at the end, taken away, or put in place of the class; null where more happened. */
function labelChange({ from, to }: Edit): { action: BulkAction; label: string } | null {
  const [added] = to.labels.filter((label) => !from.labels.includes(label));
  const [removed] = from.labels.filter((label) => !to.labels.includes(label));
  const [label = ""] = to.labels;
  if (added !== undefined && areSame([...from.labels, added], to.labels))
    return { action: "label", label: added };
  if (removed !== undefined && areSame(without(from.labels, removed), to.labels))
    return { action: "unlabel", label: removed };
  if (areSame([label, ...without(from.labels.slice(1), label)], to.labels))
    return { action: "relabel", label };
  return null;
}

/** As few requests as say the same; what came out as it was is in none. */
export function groupEdits(edits: readonly Edit[]): EditGroup[] {
  const groups = new Map<string, EditGroup>();
  const add = (action: BulkAction, label: string | null, edit: Edit) => {
    const key = `${action} ${label}`;
    const group = groups.get(key);
    if (group) group.edits.push(edit);
    else groups.set(key, { action, label, edits: [edit] });
  };
  for (const edit of edits) {
    if (edit.from.decision !== edit.to.decision) add(DECIDING[edit.to.decision], null, edit);
    if (areSame(edit.from.labels, edit.to.labels)) continue;
    const change = labelChange(edit);
    if (change) add(change.action, change.label, edit);
    else groups.set(edit.id, { action: "replace", label: null, edits: [edit] });
  }
  return [...groups.values()];
}

/** Which part of a wish a group carries. */
export const fieldOf = ({ action }: EditGroup): keyof Wish =>
  action === "accept" || action === "reject" || action === "clear" ? "decision" : "labels";
