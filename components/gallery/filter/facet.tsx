"use client";
import { CheckIcon, ChevronDownIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "@/components/cn";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

/** From this many values on there is a box to search them. */
const SEARCH_FROM = 8;

export interface Choice {
  value: string;
  label: string;
  count?: number;
  icon?: ReactNode;
}

/** One choice out of those there are, with their counts. `isRequired`: one is always chosen. */
export function Facet({
  label,
  choices,
  value,
  isRequired = false,
  onChange,
}: {
  label: string;
  choices: Choice[];
  value: string | null;
  isRequired?: boolean;
  onChange: (value: string | null) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  const choose = (next: string | null) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <FacetButton isActive={!isRequired && value !== null} {...(isRequired && { name: label })}>
          {isRequired ? (chosen?.label ?? label) : label}
        </FacetButton>
      </PopoverTrigger>
      <PopoverContent className="w-60 p-0" aria-label={label}>
        <Command label={label} {...(chosen && { defaultValue: chosen.value })}>
          {choices.length >= SEARCH_FROM && (
            <CommandInput placeholder={`Search ${label.toLowerCase()}`} />
          )}
          <CommandList>
            <CommandEmpty>Nothing found.</CommandEmpty>
            <CommandGroup>
              {value !== null && !isRequired && (
                <CommandItem onSelect={() => choose(null)}>Any</CommandItem>
              )}
              {choices.map((choice) => (
                <CommandItem
                  key={choice.value}
                  value={choice.value}
                  keywords={[choice.label]}
                  onSelect={() =>
                    choose(choice.value === value && !isRequired ? null : choice.value)
                  }
                >
                  <CheckIcon className={cn("size-3.5", choice.value !== value && "invisible")} />
                  {choice.icon}
                  <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                  {choice.count !== undefined && (
                    <span className="text-xs text-muted-foreground tabular-nums">
                      {formatCount(choice.count)}
                    </span>
                  )}
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

/** Opens a filter; it is tinted while the filter is set. `name` is said before what is chosen. */
export function FacetButton({
  isActive,
  name,
  children,
  ...props
}: React.ComponentProps<"button"> & { isActive: boolean; name?: string }) {
  return (
    <Button
      variant="outline"
      className={cn(
        "max-w-48 font-normal",
        isActive && "border-primary/50 bg-primary/8 font-medium",
      )}
      {...props}
    >
      {name && <span className="sr-only">{name}: </span>}
      <span className="truncate">{children}</span>
      <ChevronDownIcon className="text-muted-foreground" />
    </Button>
  );
}

/** The values of a dataset, and the chosen one where the dataset has it no more. */
export function choicesOf<T extends string>(
  counts: readonly { value: T; count: number }[],
  chosen: string | null,
  labelOf: (value: T) => string = (value) => value,
): Choice[] {
  const choices: Choice[] = counts
    .filter(({ value, count }) => count > 0 || value === chosen)
    .map(({ value, count }) => ({ value, label: labelOf(value), count }));
  return chosen && !choices.some(({ value }) => value === chosen)
    ? [{ value: chosen, label: chosen, count: 0 }, ...choices]
    : choices;
}
