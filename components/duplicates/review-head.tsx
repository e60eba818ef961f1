import { countOf, formatCount } from "@/components/format";
import { OutcomeGroupBadge } from "@/components/outcome";
import { RelativeTime } from "@/components/relative-time";
import { Progress } from "@/components/ui/progress";
import { Spinner } from "@/components/ui/spinner";
import { resolutionOf } from "./decisions";
import type { Review } from "./use-review";
import { likeness, RESOLUTION_LABELS } from "./words";

/** Where in the list this is, how far the work has come, and what became of the group that is looked at. */
export function ReviewHead({
  review: { group, decisions, position, total, decided, isSaving },
}: {
  review: Review;
}) {
  if (!group) return null;
  const resolution = resolutionOf(group, decisions);
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 max-md:order-last max-md:w-full">
      <h2 className="text-sm font-semibold tabular-nums" aria-live="polite">
        {formatCount(position)} of {formatCount(total)}
        <span className="sr-only">
          {" "}
          groups, {countOf(group.members.length, "picture")}. {group.reasonText}
        </span>
      </h2>
      <Progress
        aria-label="Groups decided on"
        value={total > 0 ? Math.min(100, (100 * decided) / total) : 0}
        className="w-24"
      />
      {resolution ? (
        <span className="flex items-center gap-2 text-xs text-muted-foreground">
          <OutcomeGroupBadge group="accepted">{RESOLUTION_LABELS[resolution]}</OutcomeGroupBadge>
          {group.resolvedAt && !decisions[group.id] && <RelativeTime at={group.resolvedAt} />}
        </span>
      ) : (
        <p className="text-xs text-muted-foreground first-letter:uppercase">
          {likeness(group.distance)}
        </p>
      )}
      {isSaving && <Spinner className="size-3.5 text-muted-foreground" label="Saving" />}
    </div>
  );
}
