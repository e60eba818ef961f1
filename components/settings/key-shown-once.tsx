"use client";
import { CodeBlock } from "@/components/code-block";
import { Button } from "@/components/ui/button";
import { DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";

/** The inside of a dialog that shows a new key, the only time it can be seen. */
export function KeyShownOnce({ apiKey, onDone }: { apiKey: string; onDone: () => void }) {
  return (
    <>
      <DialogHeader>
        <DialogTitle>Copy the key now</DialogTitle>
        <DialogDescription>
          It is not shown again: only a hash of it is kept. Whoever has it can act for you within
          its scopes.
        </DialogDescription>
      </DialogHeader>
      <div className="grid grid-cols-1 gap-3">
        <CodeBlock code={apiKey} label="the key" />
        <p className="text-[13px] text-muted-foreground">Send it with every request:</p>
        <CodeBlock code={`Authorization: Bearer ${apiKey}`} label="the header" />
      </div>
      <DialogFooter>
        <Button onClick={onDone}>I have stored it</Button>
      </DialogFooter>
    </>
  );
}
