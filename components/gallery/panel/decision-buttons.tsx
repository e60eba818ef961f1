import { CheckIcon, CircleDashedIcon, type LucideIcon, XIcon } from "lucide-react";
import { Kbd } from "@/components/ui/kbd";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { DECISIONS, type Decision } from "@/lib/domain/image";

const CHOICES: Record<Decision, { label: string; icon: LucideIcon; key: string; classes: string }> =
  {
    accepted: {
      label: "Accept",
      icon: CheckIcon,
      key: "a",
      classes: "data-[state=on]:bg-accepted/15 data-[state=on]:text-accepted-ink",
    },
    rejected: {
      label: "Reject",
      icon: XIcon,
      key: "x",
      classes: "data-[state=on]:bg-failed/12 data-[state=on]:text-failed-ink",
    },
    undecided: { label: "Undecided", icon: CircleDashedIcon, key: "u", classes: "" },
  };
const ORDER = ["accepted", "rejected", "undecided"] as const;

export function DecisionButtons({
  decision,
  onDecide,
}: {
  decision: Decision;
  onDecide: (decision: Decision) => void;
}) {
  return (
    <ToggleGroup
      type="single"
      aria-label="Decision"
      value={decision}
      onValueChange={(value) => {
        const chosen = DECISIONS.find((known) => known === value);
        if (chosen) onDecide(chosen);
      }}
      className="w-full"
    >
      {ORDER.map((value) => {
        const { label, icon: Icon, key, classes } = CHOICES[value];
        return (
          <ToggleGroupItem key={value} value={value} className={`flex-1 ${classes}`}>
            <Icon className="size-3.5" aria-hidden />
            {label}
            <Kbd className="max-lg:hidden" aria-hidden>
              {key}
            </Kbd>
          </ToggleGroupItem>
        );
      })}
    </ToggleGroup>
  );
}
