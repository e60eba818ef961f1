import { MAX_GROUP_MEMBERS } from "../../domain/duplicate.ts";
import { wordsOf } from "./hash-words.ts";
import { isFlat } from "./match.ts";
import { distanceBetween, nearestTurn, orientationWords } from "./orientations.ts";
import type { FingerprintedPicture, NearPair } from "./pairs.ts";

/**
 * No two members of a group are farther apart, so that a chain of small changes never joins what differs. Of 12,630
 * pairs of copies of one photograph (92 photographs, 18 changes each) 99 in 100 are within 68 bits in their best
 * orientation; the nearest of some 17,000 pairs of different ones are 88 apart, and at 96 the first groups mix.
 */
export const MAX_DIAMETER = 84;

/** Whether a person has called two pictures different, by their ids. */
export type AreApart = (a: string, b: string) => boolean;

/** Pictures that are copies of each other, each with each. */
export interface Group {
  /** Two or more, in the order of their ids. */
  readonly memberIds: readonly string[];
  /** Bits between the two members that are farthest apart. */
  readonly diameter: number;
}

export interface Grouping {
  readonly pictures: readonly FingerprintedPicture[];
  /** Of these pictures, as findPairs answers them. */
  readonly pairs: readonly NearPair[];
  readonly areApart: AreApart;
}

/** A group in the making; `refused` are those that it can never be one with. */
interface Cluster {
  readonly members: Member[];
  readonly refused: Set<Cluster>;
  diameter: number;
}
interface Member {
  readonly id: string;
  readonly orientations: Int32Array;
  readonly upright: Int32Array;
}

/**
 * Agglomerative grouping with a complete-link bound, the nearest pairs first. What two clusters refuse each other for
 * (a pair too far apart, called different, or too many members) never goes away as they grow, so it is asked once.
 */
export function groupDuplicates({ pictures, pairs, areApart }: Grouping): Group[] {
  const known = new Map(pictures.map((picture) => [picture.id, picture]));
  const clusters = new Map<string, Cluster>();
  const clusterOf = (id: string): Cluster | undefined => {
    const picture = known.get(id);
    const cluster = clusters.get(id) ?? (picture && clusterOfOne(picture));
    if (cluster) clusters.set(id, cluster);
    return cluster;
  };
  for (const pair of inOrder(pairs)) {
    const a = clusterOf(pair.a);
    const b = clusterOf(pair.b);
    if (!a || !b || a === b || a.refused.has(b)) continue;
    const diameter = diameterOfBoth(a, b, areApart);
    if (diameter === null) {
      a.refused.add(b);
      b.refused.add(a);
      continue;
    }
    const [larger, smaller] = a.members.length >= b.members.length ? [a, b] : [b, a];
    for (const member of smaller.members) clusters.set(member.id, larger);
    for (const other of smaller.refused) {
      other.refused.delete(smaller);
      other.refused.add(larger);
      larger.refused.add(other);
    }
    larger.members.push(...smaller.members);
    larger.diameter = diameter;
  }
  return [...new Set(clusters.values())]
    .filter(({ members }) => members.length > 1)
    .map(({ members, diameter }) => ({ memberIds: members.map(({ id }) => id).sort(), diameter }))
    .sort((a, b) => compareText(a.memberIds[0] ?? "", b.memberIds[0] ?? ""));
}

/** Whether two pictures are near enough to each other to be of one group. */
export const areWithinGroup = (a: FingerprintedPicture, b: FingerprintedPicture): boolean =>
  distanceBetween(a, b).distance <= MAX_DIAMETER;

/** Whether a picture may join a group as it is. */
export function fitsGroup(
  picture: FingerprintedPicture,
  members: readonly FingerprintedPicture[],
  areApart: AreApart,
): boolean {
  if (isFlat(picture) || members.length >= MAX_GROUP_MEMBERS) return false;
  return members.every(
    (member) => !areApart(member.id, picture.id) && areWithinGroup(member, picture),
  );
}

const clusterOfOne = (picture: FingerprintedPicture): Cluster => ({
  members: [
    {
      id: picture.id,
      orientations: orientationWords(picture),
      upright: wordsOf(picture.perceptualHash),
    },
  ],
  refused: new Set(),
  diameter: 0,
});

/** Null where the two may not be one. */
function diameterOfBoth(a: Cluster, b: Cluster, areApart: AreApart): number | null {
  if (a.members.length + b.members.length > MAX_GROUP_MEMBERS) return null;
  let diameter = Math.max(a.diameter, b.diameter);
  for (const one of a.members) {
    for (const other of b.members) {
      const [first, second] = one.id < other.id ? [one, other] : [other, one];
      const { distance } = nearestTurn(first.orientations, second.upright);
      if (distance > MAX_DIAMETER || areApart(first.id, second.id)) return null;
      diameter = Math.max(diameter, distance);
    }
  }
  return diameter;
}

/** Nearest first, and the same whatever the order that they come in. */
function inOrder(pairs: readonly NearPair[]): NearPair[] {
  const named = pairs.map((pair) => {
    const [first, second] = pair.a < pair.b ? [pair.a, pair.b] : [pair.b, pair.a];
    return { pair, first, second };
  });
  return named
    .sort(
      (x, y) =>
        x.pair.distance - y.pair.distance ||
        compareText(x.first, y.first) ||
        compareText(x.second, y.second),
    )
    .map(({ pair }) => pair);
}

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);
