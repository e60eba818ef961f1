"use client";
import { CheckIcon, ChevronDownIcon } from "lucide-react";
import { useState } from "react";
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
  count: number | null;
}

/** One filter: a button that says what is chosen, and the values there are with their counts. */
export function Facet({
  label,
  choices,
  value,
  onChange,
}: {
  label: string;
  choices: Choice[];
  value: string | null;
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
        <Button
          variant="outline"
          className={cn(
            "max-w-48 font-normal",
            value !== null && "border-primary/50 bg-primary/8 font-medium",
          )}
        >
          <span className="truncate">
            {value === null ? label : `${label}: ${chosen?.label ?? value}`}
          </span>
          <ChevronDownIcon className="text-muted-foreground" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-60 p-0" aria-label={label}>
        <Command label={label} {...(chosen && { defaultValue: chosen.value })}>
          {choices.length >= SEARCH_FROM && (
            <CommandInput placeholder={`Search ${label.toLowerCase()}`} />
          )}
          <CommandList>
            <CommandEmpty>Nothing found.</CommandEmpty>
            <CommandGroup>
              {value !== null && <CommandItem onSelect={() => choose(null)}>Any</CommandItem>}
              {choices.map((choice) => (
                <CommandItem
                  key={choice.value}
                  value={choice.value}
                  keywords={[choice.label]}
                  onSelect={() => choose(choice.value === value ? null : choice.value)}
                >
                  <CheckIcon className={cn("size-3.5", choice.value !== value && "invisible")} />
                  <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                  {choice.count !== null && (
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
