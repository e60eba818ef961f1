import { uuidv7 } from "uuidv7";
import type { GroupRow, GroupState } from "@/lib/db/duplicate-groups";
import type { FingerprintRow, MemberRow, Move, StandingRow } from "@/lib/db/group-members";
import type { Apartness } from "@/lib/db/not-duplicates";
import { ALONE, arrange } from "@/lib/pipeline/dedupe/arrange";
import { fitsGroup, groupDuplicates } from "@/lib/pipeline/dedupe/group";
import type { NearPair } from "@/lib/pipeline/dedupe/pairs";
import { settle } from "./settle";

/** A dataset as it is under its lock, and the copies that were found in it. */
export interface Found {
  readonly prints: ReadonlyMap<string, FingerprintRow>;
  /** Of what stands in a group or in a pair. */
  readonly standings: readonly StandingRow[];
  readonly groups: readonly GroupRow[];
  /** Nearest first. */
  readonly pairs: readonly NearPair[];
  readonly isApart: Apartness;
  /** Groups to which deleted pictures may come back. */
  readonly awaited: ReadonlySet<string>;
}
export interface GroupPlan {
  readonly states: readonly GroupState[];
  readonly moves: readonly (Move & { readonly from: StandingRow })[];
}

type AreApart = (a: string, b: string) => boolean;

/** Pictures go first to what a person has settled, as long as they fit there: each to its nearest. Grows the groups. */
function joinSettled(
  settled: ReadonlyMap<string, MemberRow[]>,
  members: ReadonlyMap<string, MemberRow>,
  pairs: readonly NearPair[],
  areApart: AreApart,
): Map<string, string> {
  const groupOf = new Map(
    [...settled].flatMap(([groupId, list]) => list.map(({ id }) => [id, groupId] as const)),
  );
  const joined = new Map<string, string>();
  for (const { a, b } of pairs) {
    const [inGroup, free] = groupOf.has(a) ? [a, b] : [b, a];
    const groupId = groupOf.get(inGroup);
    const picture = members.get(free);
    const group = groupId === undefined ? undefined : settled.get(groupId);
    if (!groupId || !group || !picture || groupOf.has(free) || joined.has(free)) continue;
    if (!fitsGroup(picture, group, areApart)) continue;
    joined.set(free, groupId);
    group.push(picture);
  }
  return joined;
}

/** Each new group goes on under the id of the open one that most of its members come from, or gets a new one. */
function nameGroups(groups: readonly MemberRow[][], open: ReadonlyMap<string, GroupRow>): string[] {
  const claims = groups.flatMap((members, at) => {
    const former = Map.groupBy(members, ({ duplicateGroupId }) => duplicateGroupId ?? "");
    return [...former].flatMap(([id, list]) =>
      open.has(id) ? [{ id, at, count: list.length }] : [],
    );
  });
  claims.sort((x, y) => y.count - x.count || x.at - y.at || (x.id < y.id ? -1 : 1));
  const names: (string | undefined)[] = groups.map(() => undefined);
  const taken = new Set<string>();
  for (const { id, at } of claims) {
    if (names[at] !== undefined || taken.has(id)) continue;
    names[at] = id;
    taken.add(id);
  }
  return names.map((name) => name ?? uuidv7());
}

/** What is left of a group whose other members were deleted waits for them; everything else stands alone. */
function release(
  standing: StandingRow,
  groups: ReadonlyMap<string, GroupRow>,
  awaited: ReadonlySet<string>,
) {
  const group = groups.get(standing.duplicateGroupId ?? "");
  const isWaiting = group?.memberCount === 1 && awaited.has(group.id);
  const duplicateGroupId = isWaiting ? standing.duplicateGroupId : null;
  return { from: standing, to: { ...ALONE, duplicateGroupId } };
}

type Grouped = readonly [id: string, members: readonly MemberRow[]];

/** The places of a group's members; of one that a person settled, `isNew` are those that have joined it now. */
function place(
  [id, members]: Grouped,
  settled: GroupRow | undefined,
  former: GroupRow | undefined,
  isNew: (id: string) => boolean,
) {
  const [first, ...rest] = members;
  if (!first) return [];
  // An id that goes on after what was settled under it fell apart says nothing of the new group.
  const group = settled ?? (former?.resolution ? undefined : former);
  const state = settle(group, [first, ...rest], isNew);
  const kept = settled ? members.filter((one) => !one.isDuplicate && !isNew(one.id)) : [];
  const { moves, distance } = arrange(members, {
    groupId: id,
    keeperId: state.keeperId,
    keptIds: kept.map((one) => one.id),
  });
  return [{ state: { id, ...state, distance, memberCount: members.length }, moves }];
}

/** Where every picture of a dataset belongs among its duplicates, by the copies that were found and what people said. */
export function planGroups({ prints, standings, ...found }: Found): GroupPlan {
  const { pairs, isApart, awaited } = found;
  const groups = new Map(found.groups.map((group) => [group.id, group]));
  const members = new Map(
    standings.flatMap((standing) => {
      const print = prints.get(standing.id);
      return print ? [[standing.id, { ...standing, ...print }] as const] : [];
    }),
  );
  const hashOf = (id: string) => members.get(id)?.sha256 ?? "";
  const areApart: AreApart = (a, b) => isApart(hashOf(a), hashOf(b));
  const present = Map.groupBy(members.values(), ({ duplicateGroupId }) => duplicateGroupId ?? "");
  const settled = new Map(
    [...present].filter(([id, list]) => groups.get(id)?.resolution != null && list.length > 1),
  );
  const joined = joinSettled(settled, members, pairs, areApart);
  const isSettled = ({ id, duplicateGroupId }: StandingRow) =>
    joined.has(id) || settled.has(duplicateGroupId ?? "");

  const free = new Map([...members].filter(([, member]) => !isSettled(member)));
  const fresh = groupDuplicates({
    pictures: [...free.values()],
    pairs: pairs.filter(({ a, b }) => free.has(a) && free.has(b)),
    areApart,
  }).map(({ memberIds }) => memberIds.flatMap((id) => free.get(id) ?? []));
  const names = nameGroups(fresh, new Map([...groups].filter(([id]) => !settled.has(id))));

  const grown = [...new Set(joined.values())].map((id): Grouped => [id, settled.get(id) ?? []]);
  const placed = [
    ...grown.flatMap((group) =>
      place(group, groups.get(group[0]), undefined, (id) => joined.has(id)),
    ),
    ...fresh.flatMap((list, at) => {
      const id = names[at] ?? uuidv7();
      return place([id, list], undefined, groups.get(id), () => false);
    }),
  ];
  const moves = placed.flatMap((group) => group.moves);
  const isPlaced = new Set(moves.map(({ from }) => from.id));
  const released = standings
    .filter((standing) => !isPlaced.has(standing.id) && !isSettled(standing))
    .map((standing) => release(standing, groups, awaited));
  return { states: placed.map(({ state }) => state), moves: [...moves, ...released] };
}
