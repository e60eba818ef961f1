"use client";
import { TagIcon } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { DraftKeyword } from "./keywords";

/** A chip's text: the keyword, and the label its pictures get where that is another word. */
export function LabelPopover({
  keyword: { keyword, label, origin },
  onChange,
}: {
  keyword: DraftKeyword;
  onChange: (label: string | null) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The popover is rendered elsewhere, but React hands its events up to the form around the chip.
    event.stopPropagation();
    const typed = String(new FormData(event.currentTarget).get("label") ?? "").trim();
    onChange(typed && typed !== keyword ? typed : null);
    setOpen(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger className="flex min-w-0 items-center gap-1.5 rounded-l-md py-1 pr-1 pl-2 hover:bg-accent pointer-coarse:py-2">
        {origin && <span className="sr-only">Suggested for {origin.expansionOf}:</span>}
        <span className="truncate">{keyword}</span>
        {label && (
          <span className="flex min-w-0 items-center gap-1 text-primary-ink">
            <TagIcon className="size-3 shrink-0" aria-hidden />
            <span className="sr-only">with the label</span>
            <span className="truncate">{label}</span>
          </span>
        )}
        <span className="sr-only">. Change its label</span>
      </PopoverTrigger>
      <PopoverContent aria-label={`Label for ${keyword}`}>
        <form onSubmit={save} className="grid gap-3">
          <Field
            label={`Label for “${keyword}”`}
            hint="The class its pictures belong to. Keywords can share one."
          >
            <Input
              name="label"
              defaultValue={label ?? keyword}
              maxLength={100}
              autoComplete="off"
              autoFocus
            />
          </Field>
          <Button type="submit" size="sm" className="justify-self-end">
            Save label
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
