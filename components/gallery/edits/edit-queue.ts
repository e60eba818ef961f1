import { createStore, type Store } from "../store";
import { type Edit, type EditGroup, fieldOf, groupEdits, type Wish } from "./edit-groups";

/** Edits within this time of each other go together. */
const PAUSE_MS = 250;
/** What was saved is remembered for answers that were asked for before it; none takes longer. */
const REMEMBERED_MS = 60_000;

export interface SaveState {
  /** Pictures whose edits are not saved yet. */
  readonly waiting: number;
  /** Pictures whose last edit was refused or lost. */
  readonly lost: number;
}

export interface EditQueue {
  readonly state: Store<SaveState>;
  /** Sets one picture from what it shows now. */
  readonly edit: (edit: Edit) => void;
  /** Done when all that waits now is saved or given up. */
  readonly flush: () => Promise<void>;
  /** What a picture is by the edits here, for an answer asked for at `askedAtMs`; undefined: as the server says. */
  readonly wishFor: (imageId: string, askedAtMs: number) => Wish | undefined;
}

/**
 * Collects edits of single pictures and saves them in groups, one request after the other. `save` is called again once
 * where it fails and `isWorthRetrying`; after that `onLost` is told what the server did not take.
 */
export function createEditQueue({
  save,
  isWorthRetrying,
  onSaved,
  onLost,
}: {
  save: (group: EditGroup) => Promise<unknown>;
  isWorthRetrying: (error: unknown) => boolean;
  onSaved: (imageIds: readonly string[]) => void;
  onLost: (group: EditGroup, error: unknown) => void;
}): EditQueue {
  const state = createStore<SaveState>({ waiting: 0, lost: 0 });
  let waiting = new Map<string, Edit>();
  let going = new Map<string, Edit>();
  const saved = new Map<string, { wish: Wish; atMs: number }>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  const tell = (lost = state.get().lost) =>
    state.set({ waiting: new Set([...waiting.keys(), ...going.keys()]).size, lost });

  function edit({ id, from, to }: Edit) {
    waiting.set(id, { id, from: waiting.get(id)?.from ?? from, to });
    tell(0);
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSE_MS);
  }

  async function saveGroup(group: EditGroup) {
    try {
      await save(group).catch((error: unknown) => {
        if (!isWorthRetrying(error)) throw error;
        return save(group);
      });
    } catch (error) {
      const field = fieldOf(group);
      for (const { id, from } of group.edits) {
        const later = waiting.get(id);
        const sent = going.get(id);
        // What was set since starts from what the server has.
        if (later) waiting.set(id, { ...later, from: { ...later.from, [field]: from[field] } });
        if (sent) going.set(id, { ...sent, to: { ...sent.to, [field]: from[field] } });
      }
      tell(state.get().lost + group.edits.length);
      onLost(group, error);
    }
  }

  async function run() {
    while (waiting.size > 0) {
      [going, waiting] = [waiting, new Map()];
      for (const group of groupEdits([...going.values()])) await saveGroup(group);
      const atMs = performance.now();
      for (const [id, { to }] of going) saved.set(id, { wish: to, atMs });
      for (const [id, { atMs: at }] of saved) if (at < atMs - REMEMBERED_MS) saved.delete(id);
      const ids = [...going.keys()];
      going = new Map();
      tell();
      onSaved(ids);
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    state,
    edit,
    flush,
    wishFor: (imageId, askedAtMs) => {
      const unsaved = waiting.get(imageId) ?? going.get(imageId);
      if (unsaved) return unsaved.to;
      const last = saved.get(imageId);
      return last && last.atMs > askedAtMs ? last.wish : undefined;
    },
  };
}
