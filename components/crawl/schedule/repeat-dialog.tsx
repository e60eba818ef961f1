"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { isCron, type Repeat } from "@/components/crawl/new/repeat";
import { RepeatField } from "@/components/crawl/new/repeat-field";
import { DialogActions } from "@/components/dialog-actions";
import { problemText } from "@/components/problem";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "@/components/ui/dialog";

const CHOICES = ["daily", "weekly", "cron"] as const;

/** What the operations of schedules take. */
export interface Times {
  every: string;
  target: number;
}

function mistakesOf({ every, cron, target }: Repeat): Record<string, string> {
  const isCount = target !== null && target >= 1 && target <= 100_000;
  return {
    ...(!isCount && { "repeat/target": "Give a number between 1 and 100,000." }),
    ...(every === "cron" &&
      !isCron(cron) && { "repeat/cron": "Five fields: minute, hour, day, month, weekday." }),
  };
}

/** Asks when a crawl is repeated and until when. */
export function RepeatDialog({
  trigger,
  title,
  initial,
  submitLabel,
  onSubmit,
}: {
  trigger: ReactNode;
  title: string;
  initial: Repeat;
  submitLabel: string;
  /** The dialog waits for it, closes when it is done and shows what it throws. */
  onSubmit: (times: Times) => Promise<unknown>;
}) {
  const [isOpen, setOpen] = useState(false);
  const [repeat, setRepeat] = useState(initial);
  const [isTried, setTried] = useState(false);
  const save = useMutation({ mutationFn: onSubmit });
  const mistakes = mistakesOf(repeat);

  function changeOpen(isNowOpen: boolean) {
    setOpen(isNowOpen);
    setRepeat(initial);
    setTried(false);
    save.reset();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (Object.keys(mistakes).length > 0 || repeat.target === null || save.isPending) return;
    const every = repeat.every === "cron" ? repeat.cron.trim() : repeat.every;
    save.mutate({ every, target: repeat.target }, { onSuccess: () => changeOpen(false) });
  }
  return (
    <Dialog open={isOpen} onOpenChange={changeOpen}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>
            Each run looks for what is new since the last one, and adds it to the same dataset.
          </DialogDescription>
        </DialogHeader>
        <form onSubmit={submit} noValidate className="grid gap-4">
          <RepeatField
            value={repeat}
            choices={CHOICES}
            errors={isTried ? mistakes : {}}
            onChange={setRepeat}
          />
          <DialogActions
            problem={save.error && problemText(save.error)}
            isPending={save.isPending}
            submitLabel={submitLabel}
            onCancel={() => changeOpen(false)}
          />
        </form>
      </DialogContent>
    </Dialog>
  );
}
