import { countsByGroup, OUTCOME_GROUPS, type OutcomeCounts } from "@/lib/domain/outcome";
import { cn } from "./cn";
import { countOf } from "./format";
import { OUTCOME_STYLES } from "./outcome";

/** Everything found, split by what became of it; the words are in its title and for screen readers. */
export function OutcomeBar({
  found,
  outcomes,
  className,
}: {
  found: number;
  outcomes: OutcomeCounts;
  className?: string | undefined;
}) {
  const counts = countsByGroup(found, outcomes);
  const groups = OUTCOME_GROUPS.filter((group) => counts[group] > 0);
  const words = groups
    .map((group) => `${OUTCOME_STYLES[group].label.toLowerCase()} ${counts[group]}`)
    .join(", ");
  const title = found === 0 ? "Nothing found yet" : `${countOf(found, "URL")} found: ${words}`;
  return (
    <div
      role="img"
      aria-label={title}
      title={title}
      className={cn(
        "flex h-1.5 w-full gap-px overflow-hidden rounded-full bg-secondary",
        className,
      )}
    >
      {groups.map((group) => (
        <div
          key={group}
          className={OUTCOME_STYLES[group].fill}
          style={{ width: `${(counts[group] / found) * 100}%` }}
        />
      ))}
    </div>
  );
}
