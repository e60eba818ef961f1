import type { Tx } from "@/lib/db/client";
import * as rows from "@/lib/db/labels";

type LabelState = Pick<rows.LabelRow, "id" | "name" | "colour" | "shortcut" | "aliases">;

/** The labels that a change was about, before and after it, so that it can be taken back. */
export interface LabelTurn {
  readonly before: readonly LabelState[];
  readonly after: readonly LabelState[];
}

export const stateOf = ({ id, name, colour, shortcut, aliases }: rows.LabelRow): LabelState => ({
  id,
  name,
  colour,
  shortcut,
  aliases,
});

interface Place {
  readonly ownerId: string;
  readonly datasetId: string;
}

/** A key that another label has got meanwhile stays with that one. */
async function bringBack(tx: Tx, place: Place, label: LabelState): Promise<void> {
  const { datasetId } = place;
  const [made] = await rows.insertLabels(tx, [{ ...place, ...label, shortcut: null }]);
  if (!made || label.shortcut === null) return;
  if (await rows.isShortcutFree(tx, datasetId, label.shortcut))
    await rows.updateLabel(tx, made.id, { shortcut: label.shortcut });
}

/**
 * Turns labels from one state into the other, under the application's role and the dataset's lock: names and former names.
 * Colours and keys are nobody's to take back. A name that is taken by now stays where it is.
 */
export async function turnLabels(
  tx: Tx,
  place: Place,
  { before, after }: LabelTurn,
): Promise<void> {
  const { datasetId } = place;
  const ids = [...before, ...after].map(({ id }) => id);
  const present = new Map((await rows.findLabels(tx, place, ids)).map((row) => [row.id, row]));
  const names = after.map(({ name }) => name);
  await rows.dropAliases(tx, datasetId, names);
  const leaving = before.filter(({ id }) => !after.some((label) => label.id === id));
  if (leaving.length > 0)
    await rows.deleteLabels(
      tx,
      datasetId,
      leaving.map(({ id }) => id),
    );
  for (const label of after) {
    const { id, name, aliases } = label;
    const now = present.get(id);
    if (!now) {
      await bringBack(tx, place, label);
      continue;
    }
    const known = await rows.listLabelNames(tx, datasetId);
    const isFree = now.name === name || !known.has(name);
    if (isFree) await rows.updateLabel(tx, id, { name, aliases });
  }
}
