"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { problemText } from "@/components/problem";
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
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";

/** As the contract has it. */
const REASON = { min: 10, max: 500 };

/** Asks for a reason and for the project's name before opt-outs are set aside in it. */
export function SetAsideDialog({
  projectName,
  onConfirm,
}: {
  projectName: string;
  /** The dialog waits for it and shows what it throws. */
  onConfirm: (reason: string) => Promise<unknown>;
}) {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const save = useMutation({ mutationFn: onConfirm });
  const isReady = reason.trim().length >= REASON.min && typed.trim() === projectName;

  function changeOpen(isNowOpen: boolean) {
    setOpen(isNowOpen);
    setReason("");
    setTyped("");
    save.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady && !save.isPending)
      save.mutate(reason.trim(), { onSuccess: () => changeOpen(false) });
  }
  return (
    <Dialog open={isOpen} onOpenChange={changeOpen}>
      <DialogTrigger asChild>
        <Button variant="outline" className="text-failed-ink">
          Collect against opt-outs in this project
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Collect against opt-outs?</DialogTitle>
          <DialogDescription>
            New crawls in this project then take pictures although robots.txt or their publishers
            say no. You answer for that. Your reason goes into the card of every dataset collected
            so, where whoever uses it can read it.
          </DialogDescription>
        </DialogHeader>
        <form onSubmit={submit} className="grid gap-4">
          <Field
            label="Reason"
            hint={`At least ${REASON.min} characters, such as a permission or the law that you rely on.`}
          >
            <Textarea
              value={reason}
              onChange={({ target }) => setReason(target.value)}
              minLength={REASON.min}
              maxLength={REASON.max}
              rows={3}
              required
            />
          </Field>
          <Field
            label={
              <span>
                Type <strong className="font-semibold select-text">{projectName}</strong> to go on
              </span>
            }
          >
            <Input
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              autoComplete="off"
            />
          </Field>
          {save.error && (
            <p role="alert" className="text-[13px] text-failed-ink">
              {problemText(save.error)}
            </p>
          )}
          <DialogFooter>
            <Button variant="outline" onClick={() => changeOpen(false)}>
              Keep respecting them
            </Button>
            <Button type="submit" variant="destructive" disabled={!isReady || save.isPending}>
              {save.isPending && <Spinner />}
              Collect against opt-outs
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
