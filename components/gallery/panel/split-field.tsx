import { useMutation } from "@tanstack/react-query";
import { toast } from "sonner";
import { problemText } from "@/components/problem";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { SPLITS, type Split } from "@/lib/domain/split";
import { Section } from "./section";

const NONE = "none";
const LABELS: Record<Split, string> = { train: "Train", validation: "Validation", test: "Test" };

/** The part of the dataset that a picture is meant for; without one, exports decide. */
export function SplitField({
  split,
  onSplit,
}: {
  split: Split | null;
  onSplit: (split: Split | null) => Promise<void>;
}) {
  const change = useMutation({
    mutationFn: onSplit,
    onError: (error) => toast.error("The split was not saved", { description: problemText(error) }),
  });
  const shown = change.isPending ? change.variables : split;
  return (
    <Section title="Split">
      <ToggleGroup
        type="single"
        aria-label="Split"
        value={shown ?? NONE}
        onValueChange={(value) => {
          if (value) change.mutate(SPLITS.find((each) => each === value) ?? null);
        }}
        className="w-full"
      >
        {SPLITS.map((each) => (
          <ToggleGroupItem key={each} value={each} className="flex-1">
            {LABELS[each]}
          </ToggleGroupItem>
        ))}
        <ToggleGroupItem value={NONE} className="flex-1">
          None
        </ToggleGroupItem>
      </ToggleGroup>
    </Section>
  );
}
