"use client";
import { type ReactNode, useState } from "react";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { Kbd } from "@/components/ui/kbd";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { Label } from "@/lib/domain/image";
import type { DatasetLabel } from "@/lib/domain/label";
import { labelColour } from "../label-colours";
import type { AskBulk } from "./selection-bar";

const ACTIONS = [
  { value: "label", label: "Add" },
  { value: "unlabel", label: "Remove" },
  { value: "relabel", label: "Make class" },
] as const;
type LabelAction = (typeof ACTIONS)[number]["value"];

/** The labels of the dataset, or a new one, to be given to or taken from what is selected. */
export function LabelMenu({
  labels,
  onAct,
  children,
}: {
  labels: readonly DatasetLabel[];
  onAct: AskBulk;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const [action, setAction] = useState<LabelAction>("label");
  const [text, setText] = useState("");
  const colourOf = labelColour(labels);
  const typed = Label.safeParse(text).data;
  const isNew =
    typed !== undefined && action !== "unlabel" && !labels.some(({ name }) => name === typed);
  const choose = (label: string) => {
    setOpen(false);
    setText("");
    onAct({ action, label });
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent side="top" className="w-64 p-0" aria-label="Label the selected pictures">
        <ToggleGroup
          type="single"
          aria-label="What to do with the label"
          value={action}
          onValueChange={(value) => {
            const known = ACTIONS.find((each) => each.value === value);
            if (known) setAction(known.value);
          }}
          className="w-full rounded-none border-0 border-b"
        >
          {ACTIONS.map(({ value, label }) => (
            <ToggleGroupItem key={value} value={value} className="flex-1">
              {label}
            </ToggleGroupItem>
          ))}
        </ToggleGroup>
        <Command label="Labels">
          <CommandInput
            value={text}
            onValueChange={setText}
            placeholder={action === "unlabel" ? "Which label" : "Which label, or a new one"}
            maxLength={100}
          />
          <CommandList className="max-h-60">
            <CommandEmpty>No such label.</CommandEmpty>
            <CommandGroup>
              {labels.map(({ id, name, shortcut }) => (
                <CommandItem key={id} value={name} onSelect={() => choose(name)}>
                  <span
                    className="size-2.5 shrink-0 rounded-full"
                    style={{ background: colourOf(name) }}
                  />
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  {shortcut && <Kbd>{shortcut}</Kbd>}
                </CommandItem>
              ))}
              {isNew && (
                <CommandItem value={typed} onSelect={() => choose(typed)}>
                  New label “{typed}”
                </CommandItem>
              )}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
