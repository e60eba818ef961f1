"use client";
import { type ReactNode, useState } from "react";
import { messageOf } from "@/lib/errors";
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogDescription,
  AlertDialogFooter,
  AlertDialogHeader,
  AlertDialogTitle,
  AlertDialogTrigger,
} from "./ui/alert-dialog";
import { Button } from "./ui/button";
import { Field } from "./ui/field";
import { Input } from "./ui/input";
import { Spinner } from "./ui/spinner";

export interface ConfirmDialogProps {
  /** The button that asks; leave it out and steer with `open` where the question comes from elsewhere (a menu item). */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  title: string;
  /** What goes, by name and number, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: string;
  /** Words the person has to type first, for what cannot be brought back. */
  typed?: string;
  isDestructive?: boolean;
  /** The dialog waits for it, closes when it is done, and stays open with the message when it throws. */
  onConfirm: () => unknown;
}

/** Asks once, names what goes. */
export function ConfirmDialog({
  trigger,
  open,
  onOpenChange,
  title,
  description,
  confirmLabel,
  typed,
  isDestructive = true,
  onConfirm,
}: ConfirmDialogProps) {
  const [isOpenHere, setOpenHere] = useState(false);
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const [text, setText] = useState("");
  const isReady = !typed || text.trim() === typed;

  function setOpen(isOpen: boolean) {
    if (isPending) return;
    setOpenHere(isOpen);
    onOpenChange?.(isOpen);
    setError(undefined);
    setText("");
  }

  async function confirm() {
    if (!isReady || isPending) return;
    setPending(true);
    setError(undefined);
    try {
      await onConfirm();
      setOpenHere(false);
      onOpenChange?.(false);
      setText("");
    } catch (cause) {
      setError(messageOf(cause));
    } finally {
      setPending(false);
    }
  }

  return (
    <AlertDialog open={open ?? isOpenHere} onOpenChange={setOpen}>
      {trigger && <AlertDialogTrigger asChild>{trigger}</AlertDialogTrigger>}
      <AlertDialogContent>
        <AlertDialogHeader>
          <AlertDialogTitle>{title}</AlertDialogTitle>
          <AlertDialogDescription asChild>
            <div className="break-words">{description}</div>
          </AlertDialogDescription>
        </AlertDialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          {typed && (
            <Field
              label={
                <span>
                  Type <strong className="font-semibold select-text">{typed}</strong> to go on
                </span>
              }
            >
              <Input
                value={text}
                onChange={(event) => setText(event.target.value)}
                autoComplete="off"
              />
            </Field>
          )}
          {error && (
            <p role="alert" className="text-[13px] text-failed-ink">
              {error}
            </p>
          )}
          <AlertDialogFooter>
            <AlertDialogCancel type="button" disabled={isPending}>
              {isDestructive ? "Keep" : "Cancel"}
            </AlertDialogCancel>
            <Button
              type="submit"
              variant={isDestructive ? "destructive" : "default"}
              disabled={!isReady || isPending}
            >
              {isPending && <Spinner />}
              {confirmLabel}
            </Button>
          </AlertDialogFooter>
        </form>
      </AlertDialogContent>
    </AlertDialog>
  );
}
