import type { Transform } from "../../domain/transform.ts";
import { chooseKeeper, type KeeperCandidate, type KeeperChoice } from "./choose-keeper.ts";
import { distanceBetween, type OrientationHashes, type TurnedDistance } from "./orientations.ts";

/** A member of a group, as far as it matters which one is kept. */
export interface Contender extends KeeperCandidate {
  readonly isDuplicate: boolean;
}

type NonEmpty<T> = readonly [T, ...T[]];
const isNonEmpty = <T>(list: readonly T[]): list is NonEmpty<T> => list.length > 0;

/**
 * The member to keep. What a person chose stays; a hidden copy that a person rejected is no choice, as it would take
 * the others out of the dataset with it.
 */
export function keeperAmong(
  members: NonEmpty<Contender>,
  chosenId: string | null = null,
): KeeperChoice {
  const chosen = members.find(({ id }) => id === chosenId);
  if (chosen)
    return { keeperId: chosen.id, reason: "chosen", reasonText: "A person chose this one." };
  const possible = members.filter(
    ({ decision, isDuplicate }) => !(decision === "rejected" && isDuplicate),
  );
  return chooseKeeper(isNonEmpty(possible) ? possible : members);
}

/** Where a picture stands among its duplicates. */
export interface Place {
  readonly isDuplicate: boolean;
  readonly duplicateGroupId: string | null;
  /** What it is hidden behind. */
  readonly duplicateOf: string | null;
  /** Bits from that one or, where it is shown beside the keeper, from the keeper; null of the keeper itself. */
  readonly duplicateDistance: number | null;
  readonly duplicateTransform: Transform | null;
}

export const ALONE: Place = {
  isDuplicate: false,
  duplicateGroupId: null,
  duplicateOf: null,
  duplicateDistance: null,
  duplicateTransform: null,
};

/** The place of what has one, and nothing else of it. */
export const placeOf = (one: Place): Place => ({
  isDuplicate: one.isDuplicate,
  duplicateGroupId: one.duplicateGroupId,
  duplicateOf: one.duplicateOf,
  duplicateDistance: one.duplicateDistance,
  duplicateTransform: one.duplicateTransform,
});

interface Arrangement<M> {
  readonly moves: readonly { readonly from: M; readonly to: Place }[];
  /** Bits of the member that stands farthest away. */
  readonly distance: number;
}

/**
 * The places of a group's members: each is hidden behind the nearest of those that are kept. These are the keeper and,
 * where a person kept several, the others that are shown beside it.
 */
export function arrange<M extends OrientationHashes & { readonly id: string }>(
  members: readonly M[],
  group: { groupId: string; keeperId: string; keptIds?: readonly string[] },
): Arrangement<M> {
  const { keeperId, keptIds = [] } = group;
  const kept = members.filter(({ id }) => id === keeperId || keptIds.includes(id));
  const keeper = kept.filter(({ id }) => id === keeperId);
  const moves = members.map((from) => {
    const isDuplicate = !kept.includes(from);
    const nearest = from.id === keeperId ? null : nearestTo(from, isDuplicate ? kept : keeper);
    const to: Place = {
      isDuplicate,
      duplicateGroupId: group.groupId,
      duplicateOf: isDuplicate && nearest ? nearest.id : null,
      duplicateDistance: nearest?.distance ?? null,
      duplicateTransform: nearest?.transform ?? null,
    };
    return { from, to };
  });
  return { moves, distance: Math.max(0, ...moves.map(({ to }) => to.duplicateDistance ?? 0)) };
}

/** The original that a copy is nearest to, and of equally near ones the earliest; null where there is none. */
const nearestTo = (
  copy: OrientationHashes,
  originals: readonly (OrientationHashes & { readonly id: string })[],
): ({ id: string } & TurnedDistance) | null =>
  originals
    .map((original) => ({ id: original.id, ...distanceBetween(original, copy) }))
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))[0] ?? null;
