import type { Edit } from "./edit-groups";

/** What can be taken back: edits of pictures that are known here, or a change that the server took as a whole. */
export type Step = { readonly edits: readonly Edit[] } | ServerStep;
export interface ServerStep {
  readonly token: string;
  /** What was done. */
  readonly words: string;
}

/** Steps kept; older ones can be taken back no more from here. */
const KEPT_STEPS = 200;

const turned = ({ id, from, to }: Edit): Edit => ({ id, from: to, to: from });

export interface History {
  readonly add: (step: Step) => void;
  /** The step to take back, off the stack; edits are set already. Null where there is none. */
  readonly undo: () => Step | null;
  readonly redo: () => Step | null;
  /** Keeps how to do again what was taken back, or the other way round. */
  readonly keep: (step: Step, on: "undo" | "redo") => void;
  /** Takes a change out wherever it stands; false where it is gone. */
  readonly take: (token: string) => boolean;
}

export function createHistory(set: (edits: readonly Edit[]) => void): History {
  let done: Step[] = [];
  let undone: Step[] = [];
  return {
    add: (step) => {
      done = [...done, step].slice(-KEPT_STEPS);
      undone = [];
    },
    undo: () => {
      const step = done.pop() ?? null;
      if (step && "edits" in step) {
        set(step.edits.map(turned));
        undone.push(step);
      }
      return step;
    },
    redo: () => {
      const step = undone.pop() ?? null;
      if (step && "edits" in step) {
        set(step.edits);
        done.push(step);
      }
      return step;
    },
    keep: (step, on) => {
      if (on === "undo") done.push(step);
      else undone.push(step);
    },
    take: (token) => {
      const before = done.length;
      done = done.filter((step) => !("token" in step && step.token === token));
      return done.length < before;
    },
  };
}
