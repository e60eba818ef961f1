import { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/labels";
import type { Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { hasDataset } from "@/lib/db/datasets";
import { applyEdits, type ImageEdit, recordEdits } from "@/lib/db/image-edits";
import * as rows from "@/lib/db/labels";
import { decodeCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import type { ChangeAction } from "@/lib/domain/curation";
import { type DatasetLabel, MAX_ALIASES } from "@/lib/domain/label";
import { AppError } from "@/lib/errors";
import { recordActivity } from "./activity";
import { type Changed, recordChange } from "./image-changes";
import { asPersonInTurn } from "./in-turn";
import { nameLabels } from "./label-names";
import { type LabelTurn, stateOf } from "./label-turns";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;
interface Place {
  readonly ownerId: string;
  readonly datasetId: string;
}

const toLabel = (
  { ownerId: _, createdAt, ...row }: rows.LabelRow,
  counts: ReadonlyMap<string, number>,
): DatasetLabel => ({
  ...row,
  imageCount: counts.get(row.name) ?? 0,
  createdAt: createdAt.toISOString(),
});

async function readLabel(tx: Tx, place: Place, id: string): Promise<DatasetLabel> {
  const [found] = await rows.findLabels(tx, place, [id]);
  const row = orNotFound(found, "label");
  return toLabel(row, await rows.countLabelled(tx, place.datasetId, [row.name]));
}

async function ownPlace(tx: Tx, ctx: Context, datasetId: string): Promise<Place> {
  const ownerId = ownerOf(ctx);
  orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
  return { ownerId, datasetId };
}

/** Changes the labels of a dataset of the person's own, in one transaction. */
const inDataset = <T>(
  ctx: Context,
  datasetId: string,
  run: (tx: Tx, place: Place) => Promise<T>,
): Promise<T> => asPersonInTurn(ctx, async (tx) => run(tx, await ownPlace(tx, ctx, datasetId)));

export const listLabels = (ctx: Context, { datasetId, limit, cursor }: In<"listLabels">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const place = await ownPlace(tx, ctx, datasetId);
    const after = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]));
    const found = await rows.listLabels(tx, place, { after, limit });
    const names = found.map(({ name }) => name);
    const counts = await rows.countLabelled(tx, datasetId, names);
    return pageFrom(
      found,
      limit,
      ({ name, id }) => [name, id],
      (row) => toLabel(row, counts),
    );
  });

const refuseTaken = (name: string): never => {
  throw new AppError("conflict", `There is a label “${name}” already: merge the two instead.`);
};

export const createLabel = (ctx: Context, input: In<"createLabel">): Promise<DatasetLabel> => {
  const { datasetId, name, colour } = input;
  return inDataset(ctx, datasetId, async (tx, place) => {
    const id = await elevated(tx, place.ownerId, async () => {
      await lockDataset(tx, datasetId);
      if ((await rows.listLabelNames(tx, datasetId)).has(name)) refuseTaken(name);
      await nameLabels(tx, place, [name]);
      const made = orNotFound(await rows.findLabelNamed(tx, place, name), "label");
      const { shortcut = made.shortcut } = input;
      if (shortcut !== null) await rows.freeShortcut(tx, datasetId, shortcut, made.id);
      await rows.updateLabel(tx, made.id, { shortcut, colour: colour ?? made.colour });
      return made.id;
    });
    await recordActivity(tx, ctx, "label.created", { type: "label", id }, { datasetId, name });
    return readLabel(tx, place, id);
  });
};

interface Renaming {
  readonly action: ChangeAction;
  readonly details: Record<string, unknown>;
  readonly labels: LabelTurn;
  /** The labels that are concerned. */
  readonly names: readonly string[];
  readonly edit: ImageEdit;
}
/** Changes the labels of all images that carry them, whatever their state, as one step that can be taken back. */
const editLabelled = (tx: Tx, ctx: Context, datasetId: string, renaming: Renaming) => {
  const { action, details, labels, names, edit } = renaming;
  const step = { datasetId, action, details: { ...details, labels }, isWorthUndoing: true };
  return recordChange(tx, ctx, step, async (changing) => {
    const { affected } = await recordEdits(tx, changing, { datasetId, labels: names }, edit);
    await applyEdits(tx, changing.changeId);
    return affected;
  });
};

/** Names that a label was found under, the newest last. */
const aliasesOf = (name: string, aliases: readonly string[]): string[] =>
  [...new Set(aliases)].filter((alias) => alias !== name).slice(-MAX_ALIASES);

async function rename(
  tx: Tx,
  ctx: Context,
  place: Place,
  { before, name }: { before: rows.LabelRow; name: string },
): Promise<Changed> {
  const { datasetId } = place;
  const known = await rows.listLabelNames(tx, datasetId);
  if (known.has(name)) refuseTaken(name);
  await rows.dropAliases(tx, datasetId, [name]);
  const aliases = aliasesOf(name, [...before.aliases, before.name]);
  const after = orNotFound(await rows.updateLabel(tx, before.id, { name, aliases }), "label");
  return editLabelled(tx, ctx, datasetId, {
    action: "rename-label",
    details: { from: before.name, into: name },
    labels: { before: [stateOf(before)], after: [stateOf(after)] },
    names: [before.name],
    edit: { mergeLabels: { from: [before.name], into: name } },
  });
}

export const updateLabel = (ctx: Context, input: In<"updateLabel">) => {
  const { datasetId, labelId, name, colour, shortcut } = input;
  return inDataset(ctx, datasetId, async (tx, place) => {
    const changed = await elevated(tx, place.ownerId, async () => {
      await lockDataset(tx, datasetId);
      const [found] = await rows.findLabels(tx, place, [labelId]);
      const before = orNotFound(found, "label");
      if (shortcut) await rows.freeShortcut(tx, datasetId, shortcut, labelId);
      const looks = { ...(colour && { colour }), ...(shortcut !== undefined && { shortcut }) };
      if (Object.keys(looks).length > 0) await rows.updateLabel(tx, labelId, looks);
      if (name === undefined || name === before.name) return null;
      return { from: before.name, ...(await rename(tx, ctx, place, { before, name })) };
    });
    const resource = { type: "label", id: labelId };
    const details = { datasetId, name, colour, shortcut, from: changed?.from };
    await recordActivity(tx, ctx, "label.updated", resource, {
      ...details,
      ...(changed && { count: changed.affected, changeId: changed.undoToken }),
    });
    const label = await readLabel(tx, place, labelId);
    return { ...label, undoToken: changed?.undoToken ?? null };
  });
};

export const mergeLabels = (ctx: Context, { datasetId, from, into }: In<"mergeLabels">) => {
  if (from.includes(into))
    throw new AppError("validation-failed", "A label cannot be merged into itself.", {
      details: { errors: [{ pointer: "#/from", detail: "Leave out the label in `into`." }] },
    });
  const ids = [...new Set(from)];
  return inDataset(ctx, datasetId, async (tx, place) => {
    const { names, name, changed } = await elevated(tx, place.ownerId, async () => {
      await lockDataset(tx, datasetId);
      const [target, ...merged] = await rows.findLabels(tx, place, [into, ...ids]);
      if (target?.id !== into || merged.length < ids.length)
        throw new AppError("not-found", "There is no such label.");
      const names = merged.map((label) => label.name);
      const former = merged.flatMap((label) => [...label.aliases, label.name]);
      const aliases = aliasesOf(target.name, [...target.aliases, ...former]);
      await rows.deleteLabels(tx, datasetId, ids);
      const after = orNotFound(await rows.updateLabel(tx, into, { aliases }), "label");
      const changed = await editLabelled(tx, ctx, datasetId, {
        action: "merge-labels",
        details: { from: names, into: target.name },
        labels: { before: [target, ...merged].map(stateOf), after: [stateOf(after)] },
        names,
        edit: { mergeLabels: { from: names, into: target.name } },
      });
      return { names, name: target.name, changed };
    });
    const { affected: count, undoToken: changeId } = changed;
    const details = { datasetId, from: names, into: name, count, changeId };
    await recordActivity(tx, ctx, "label.merged", { type: "label", id: into }, details);
    return changed;
  });
};

export const deleteLabel = (
  ctx: Context,
  { datasetId, labelId }: In<"deleteLabel">,
): Promise<void> =>
  inDataset(ctx, datasetId, async (tx, place) => {
    const name = await elevated(tx, place.ownerId, async () => {
      await lockDataset(tx, datasetId);
      const [found] = await rows.findLabels(tx, place, [labelId]);
      const label = orNotFound(found, "label");
      const count = await rows.countCarrying(tx, datasetId, label.name);
      if (count > 0)
        throw new AppError(
          "conflict",
          `${count} images carry “${label.name}”: take it off them, or merge it into another label.`,
          { details: { count } },
        );
      await rows.deleteLabels(tx, datasetId, [labelId]);
      return label.name;
    });
    const resource = { type: "label", id: labelId };
    await recordActivity(tx, ctx, "label.deleted", resource, { datasetId, name });
  });
