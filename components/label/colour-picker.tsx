import { CheckIcon } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { Button } from "@/components/ui/button";
import { Popover, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { LABEL_COLOURS, type LabelColour } from "@/lib/domain/label";
import { LabelDot } from "./label-dot";

/** A label's colour, behind a dot that shows it. */
export function ColourPicker({
  name,
  colour,
  onChange,
}: {
  name: string;
  colour: LabelColour;
  onChange: (colour: LabelColour) => void;
}) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon-sm" aria-label={`Colour of ${name}: ${colour}`}>
          <LabelDot colour={colour} className="size-3.5" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-auto">
        <RadioGroup.Root
          aria-label={`Colour of ${name}`}
          value={colour}
          onValueChange={(value) => {
            const chosen = LABEL_COLOURS.find((known) => known === value);
            if (chosen) onChange(chosen);
          }}
          className="grid grid-cols-3 gap-1"
        >
          {LABEL_COLOURS.map((value) => (
            <RadioGroup.Item
              key={value}
              value={value}
              aria-label={value}
              title={value}
              className="flex size-9 items-center justify-center rounded-md hover:bg-accent data-[state=checked]:bg-accent"
            >
              <span
                className="flex size-5 items-center justify-center rounded-full text-background"
                style={{ background: `var(--label-${value})` }}
              >
                {value === colour && <CheckIcon className="size-3.5" strokeWidth={3} aria-hidden />}
              </span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
        <PopoverClose asChild>
          <Button variant="outline" size="sm" className="mt-2 w-full">
            Done
          </Button>
        </PopoverClose>
      </PopoverContent>
    </Popover>
  );
}
