"use client";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { SourceInfo } from "@/lib/domain/source";
import type { SetDraft } from "../draft";
import { readConfig } from "./read-config";

const EXAMPLE = `{
  "dataset_name": "animals",
  "categories": { "cat": ["tabby cat", "kitten"] },
  "options": { "max_images": 50 }
}`;
/** Far more than fifty keywords take. */
const MAX_FILE_BYTES = 1_000_000;

/** Fills the form in from a configuration file. */
export function ConfigDialog({
  sources,
  set,
  onRead,
}: {
  sources: SourceInfo[];
  set: SetDraft;
  /** Told what of the file could not be taken over. */
  onRead: (notes: string[]) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [problems, setProblems] = useState<string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  const type = (next: string) => {
    setText(next);
    setProblems([]);
  };
  const load = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_FILE_BYTES) setProblems([`${file.name} is too large to be such a file.`]);
    else type(await file.text());
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // React hands events of the dialog up to the form that the button lies in.
    event.stopPropagation();
    const read = readConfig(text, sources);
    if (!read.isRead) return setProblems(read.problems);
    set(read.change);
    onRead(read.notes);
    setOpen(false);
    type("");
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm" className="text-muted-foreground">
          Have a config file?
        </Button>
      </DialogTrigger>
      <DialogContent
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          // The page would take it for a picture.
          event.nativeEvent.stopImmediatePropagation();
          void load(event.dataTransfer.files[0]);
        }}
      >
        <DialogHeader>
          <DialogTitle>Configuration file</DialogTitle>
          <DialogDescription>
            Paste or drop PixCrawler's JSON file. It fills in the form; nothing starts yet.
          </DialogDescription>
        </DialogHeader>
        <form onSubmit={submit} className="grid gap-4">
          <Field
            label="JSON"
            error={
              problems.length > 0 &&
              problems.map((each) => (
                <span key={each} className="block break-words">
                  {each}
                </span>
              ))
            }
          >
            <Textarea
              value={text}
              onChange={({ target }) => type(target.value)}
              placeholder={EXAMPLE}
              spellCheck={false}
              className="max-h-80 min-h-44 font-mono text-xs"
            />
          </Field>
          <input
            ref={input}
            type="file"
            accept=".json,application/json"
            aria-label="Configuration file"
            tabIndex={-1}
            className="sr-only"
            onChange={({ target }) => {
              void load(target.files?.[0]);
              target.value = "";
            }}
          />
          <DialogFooter>
            <Button variant="ghost" className="sm:mr-auto" onClick={() => input.current?.click()}>
              Choose a file
            </Button>
            <Button type="submit" disabled={text.trim() === ""}>
              Fill in the form
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
