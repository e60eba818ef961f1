import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { request } from "@/components/api";
import { problemText } from "@/components/problem";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { bulkImages } from "@/lib/contract/curation";
import type { Image } from "@/lib/domain/image";
import { SPLITS, type Split } from "@/lib/domain/split";
import { Section } from "./section";

const NONE = "none";
const LABELS: Record<Split, string> = { train: "Train", validation: "Validation", test: "Test" };

/** The part of the dataset that a picture is meant for; without one, exports decide. */
export function SplitField({ image }: { image: Image }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (split: Split | null) =>
      request(bulkImages, {
        datasetId: image.datasetId,
        imageIds: [image.id],
        action: "split",
        split,
      }),
    onError: (error) => toast.error("The split was not saved", { description: problemText(error) }),
    // Lists and counts show it too.
    onSettled: () => client.invalidateQueries(),
  });
  const shown = change.isPending ? change.variables : image.split;
  return (
    <Section title="Split">
      <ToggleGroup
        type="single"
        aria-label="Split"
        value={shown ?? NONE}
        onValueChange={(value) => {
          if (value) change.mutate(SPLITS.find((split) => split === value) ?? null);
        }}
        className="w-full"
      >
        {SPLITS.map((split) => (
          <ToggleGroupItem key={split} value={split} className="flex-1">
            {LABELS[split]}
          </ToggleGroupItem>
        ))}
        <ToggleGroupItem value={NONE} className="flex-1">
          None
        </ToggleGroupItem>
      </ToggleGroup>
    </Section>
  );
}
