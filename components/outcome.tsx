import {
  CircleCheckIcon,
  CircleDashedIcon,
  CircleMinusIcon,
  CircleXIcon,
  CopyIcon,
  type LucideIcon,
  TriangleAlertIcon,
} from "lucide-react";
import { groupOf, OUTCOME_LABELS, type Outcome, type OutcomeGroup } from "@/lib/domain/outcome";
import { cn } from "./cn";

interface OutcomeStyle {
  label: string;
  icon: LucideIcon;
  /** Text in the outcome's hue, readable on the page and on the tint. */
  text: string;
  /** A bar or a dot. */
  fill: string;
  /** The background of a badge. */
  tint: string;
  border: string;
  /** The CSS colour, for SVG and canvas. */
  colour: string;
}

/** What an outcome looks like, everywhere. Colour never stands alone: a word or the icon goes with it. */
export const OUTCOME_STYLES: Record<OutcomeGroup, OutcomeStyle> = {
  accepted: {
    label: "Accepted",
    icon: CircleCheckIcon,
    text: "text-accepted-ink",
    fill: "bg-accepted",
    tint: "bg-accepted/12",
    border: "border-accepted",
    colour: "var(--accepted)",
  },
  duplicate: {
    label: "Duplicate",
    icon: CopyIcon,
    text: "text-duplicate-ink",
    fill: "bg-duplicate",
    tint: "bg-duplicate/12",
    border: "border-duplicate",
    colour: "var(--duplicate)",
  },
  rejected: {
    label: "Rejected",
    icon: TriangleAlertIcon,
    text: "text-rejected-ink",
    fill: "bg-rejected",
    tint: "bg-rejected/15",
    border: "border-rejected",
    colour: "var(--rejected)",
  },
  failed: {
    label: "Failed",
    icon: CircleXIcon,
    text: "text-failed-ink",
    fill: "bg-failed",
    tint: "bg-failed/12",
    border: "border-failed",
    colour: "var(--failed)",
  },
  skipped: {
    label: "Skipped",
    icon: CircleMinusIcon,
    text: "text-skipped-ink",
    fill: "bg-skipped",
    tint: "bg-skipped/15",
    border: "border-skipped",
    colour: "var(--skipped)",
  },
  waiting: {
    label: "Waiting",
    icon: CircleDashedIcon,
    text: "text-waiting-ink",
    fill: "bg-waiting",
    tint: "bg-waiting/12",
    border: "border-waiting",
    colour: "var(--waiting)",
  },
};

const badgeClasses =
  "inline-flex w-fit shrink-0 items-center gap-1 rounded-full px-2 py-px text-xs leading-4.5 font-medium whitespace-nowrap tabular-nums [&>svg]:size-3";

/** A group with its icon and word, or other words in its place (`children`). */
export function OutcomeGroupBadge({
  group,
  children,
  className,
}: {
  group: OutcomeGroup;
  children?: React.ReactNode;
  className?: string | undefined;
}) {
  const { icon: Icon, label, text, tint } = OUTCOME_STYLES[group];
  return (
    <span className={cn(badgeClasses, text, tint, className)}>
      <Icon aria-hidden />
      {children ?? label}
    </span>
  );
}

/** One candidate's outcome in its group's colour; null is still waiting. */
export function OutcomeBadge({
  outcome,
  className,
}: {
  outcome: Outcome | null;
  className?: string | undefined;
}) {
  return (
    <OutcomeGroupBadge group={groupOf(outcome)} className={className}>
      {outcome ? OUTCOME_LABELS[outcome] : "Waiting"}
    </OutcomeGroupBadge>
  );
}
