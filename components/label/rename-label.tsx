import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { DialogActions } from "@/components/dialog-actions";
import { countOf } from "@/components/format";
import { fieldError, isFormError, problemText } from "@/components/problem";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { UNDO_SHOWN_MS } from "@/components/undo-shown";
import { undoImages } from "@/lib/contract/curation";
import { updateLabel } from "@/lib/contract/labels";
import type { DatasetLabel } from "@/lib/domain/label";
import { useLabelChange } from "./use-labels";

export function RenameLabel({
  label: { id, datasetId, name, imageCount },
  onClose,
}: {
  label: DatasetLabel;
  onClose: () => void;
}) {
  const [text, setText] = useState(name);
  const undo = useLabelChange((undoToken: string) => request(undoImages, { datasetId, undoToken }));
  const rename = useLabelChange(async (next: string) => {
    const { undoToken } = await request(updateLabel, { datasetId, labelId: id, name: next });
    toast.success(`“${name}” is called “${next}” now`, {
      duration: UNDO_SHOWN_MS,
      ...(undoToken && { action: { label: "Undo", onClick: () => undo.mutate(undoToken) } }),
    });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const next = text.trim();
    if (next === name) return onClose();
    rename.mutate(next, { onSuccess: onClose });
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Rename “{name}”</DialogTitle>
          <DialogDescription>
            {countOf(imageCount, "picture")} will carry the new name. What later crawls bring under
            the old one gets the new one too.
          </DialogDescription>
        </DialogHeader>
        <form className="grid gap-4" onSubmit={submit}>
          <Field label="Name" error={fieldError(rename.error, "name")}>
            <Input
              value={text}
              onChange={(event) => setText(event.target.value)}
              required
              maxLength={100}
              autoComplete="off"
            />
          </Field>
          <DialogActions
            problem={isFormError(rename.error) ? problemText(rename.error) : null}
            isPending={rename.isPending}
            submitLabel="Rename"
            onCancel={onClose}
          />
        </form>
      </DialogContent>
    </Dialog>
  );
}
