"use client";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { DialogActions } from "./dialog-actions";
import { fieldError, isFormError, problemText } from "./problem";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from "./ui/dialog";
import { Field } from "./ui/field";
import { Input } from "./ui/input";
import { Textarea } from "./ui/textarea";

export interface NameAndDescription {
  name: string;
  description: string | null;
}

/** Asks for a name and a description: creates or changes a project or a dataset. */
export function NamedDialog({
  trigger,
  open,
  onOpenChange,
  title,
  text,
  initial = { name: "", description: null },
  submitLabel,
  onSubmit,
}: {
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  title: string;
  text: string;
  initial?: NameAndDescription;
  submitLabel: string;
  /** The dialog waits for it, closes when it is done and shows what it throws. */
  onSubmit: (values: NameAndDescription) => Promise<unknown>;
}) {
  const [isOpenHere, setOpenHere] = useState(false);
  const save = useMutation({ mutationFn: onSubmit });

  function setOpen(isOpen: boolean) {
    setOpenHere(isOpen);
    onOpenChange?.(isOpen);
    save.reset();
  }

  function submit(form: FormData) {
    const description = String(form.get("description")).trim();
    save.mutate(
      { name: String(form.get("name")).trim(), description: description || null },
      { onSuccess: () => setOpen(false) },
    );
  }

  return (
    <Dialog open={open ?? isOpenHere} onOpenChange={setOpen}>
      {trigger && <DialogTrigger asChild>{trigger}</DialogTrigger>}
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{text}</DialogDescription>
        </DialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit(new FormData(event.currentTarget));
          }}
        >
          <Field label="Name" error={fieldError(save.error, "name")}>
            <Input
              name="name"
              defaultValue={initial.name}
              required
              maxLength={100}
              autoComplete="off"
            />
          </Field>
          <Field label="Description" optional error={fieldError(save.error, "description")}>
            <Textarea
              name="description"
              defaultValue={initial.description ?? ""}
              maxLength={1000}
              rows={3}
            />
          </Field>
          <DialogActions
            problem={isFormError(save.error) ? problemText(save.error) : null}
            isPending={save.isPending}
            submitLabel={submitLabel}
            onCancel={() => setOpen(false)}
          />
        </form>
      </DialogContent>
    </Dialog>
  );
}
