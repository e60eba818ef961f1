import type { GroupRow, GroupState } from "@/lib/db/duplicate-groups";
import type { MemberRow } from "@/lib/db/group-members";
import { keeperAmong } from "@/lib/pipeline/dedupe/arrange";

/**
 * Who is kept of a group that others have joined. What a person settled stays as it is, but is asked about again when one
 * of the new ones is better: until they answer, it is what they have chosen.
 */
export function settle(
  group: Pick<GroupRow, "keeperId" | "keeperReason" | "resolution"> | undefined,
  members: readonly [MemberRow, ...MemberRow[]],
  isNew: (id: string) => boolean,
): Pick<GroupState, "keeperReason" | "resolution"> & { readonly keeperId: string } {
  const isChosen = group?.keeperReason === "chosen" && group.resolution === null;
  const { keeperId, reason } = keeperAmong(members, isChosen ? group.keeperId : null);
  if (!group?.resolution || group.keeperId === null)
    return { keeperId, keeperReason: reason, resolution: null };
  const isAskedAgain = isNew(keeperId);
  return {
    keeperId: group.keeperId,
    keeperReason: isAskedAgain ? "chosen" : (group.keeperReason ?? reason),
    resolution: isAskedAgain ? null : group.resolution,
  };
}
