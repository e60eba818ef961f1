import type { DuplicateGroup, Resolution } from "@/lib/domain/duplicate";

/** What a person decided about a group on this page. */
export interface Decision {
  readonly resolution: Resolution;
  readonly keep: readonly string[];
}
/** By group. They lie over what the server told when the groups were read. */
export type Decisions = Readonly<Record<string, Decision>>;

/** What keeping these pictures of a group means. */
export function decisionOf(group: DuplicateGroup, keep: readonly string[]): Decision {
  if (keep.length === group.members.length) return { resolution: "kept-all", keep };
  const isSuggestion = keep.length === 1 && keep[0] === group.members[0]?.image.id;
  return { resolution: isSuggestion ? "accepted" : "chosen", keep };
}

/** The resolution of a group as it stands now; null while it waits. */
export const resolutionOf = (group: DuplicateGroup, decisions: Decisions): Resolution | null =>
  decisions[group.id]?.resolution ?? group.resolution;

/** Which pictures of a group are kept as it stands; while it waits the suggested one. */
export function keptOf(group: DuplicateGroup, decisions: Decisions): readonly string[] {
  const decision = decisions[group.id];
  if (decision) return decision.keep;
  const shown = group.members.filter(({ image }) => !image.isDuplicate);
  const [keeper] = group.members;
  const kept = group.resolution === null && keeper ? [keeper] : shown;
  return kept.map(({ image }) => image.id);
}

/** The next group after `at` that nobody decided on; where there is none the end of the list, or of what is loaded. */
export function nextWaiting(groups: readonly DuplicateGroup[], decisions: Decisions, at: number) {
  const next = groups.findIndex(
    (group, index) => index > at && resolutionOf(group, decisions) === null,
  );
  return next === -1 ? groups.length : next;
}

/** Another picture of a group, by so many places, round its ends. */
export function stepMember(group: DuplicateGroup, imageId: string, by: 1 | -1): string {
  const { members } = group;
  const index = members.findIndex(({ image }) => image.id === imageId);
  return members[(index + by + members.length) % members.length]?.image.id ?? imageId;
}

/** Which are kept: the ticked ones, else the chosen one. */
export const keepOf = (
  group: DuplicateGroup,
  ticked: ReadonlySet<string>,
  chosenId: string,
): string[] => {
  const ids = group.members.map(({ image }) => image.id).filter((id) => ticked.has(id));
  return ids.length > 0 ? ids : [chosenId];
};
