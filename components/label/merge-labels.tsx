import { useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { DialogActions } from "@/components/dialog-actions";
import { countOf } from "@/components/format";
import { problemText } from "@/components/problem";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import {
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { UNDO_SHOWN_MS } from "@/components/undo-shown";
import { undoImages } from "@/lib/contract/curation";
import { mergeLabels } from "@/lib/contract/labels";
import type { DatasetLabel } from "@/lib/domain/label";
import { useLabelChange } from "./use-labels";

/** Several labels become one of them. */
export function MergeLabels({
  datasetId,
  labels,
  onClose,
  onMerged,
}: {
  datasetId: string;
  /** Two at least. */
  labels: readonly DatasetLabel[];
  onClose: () => void;
  onMerged: () => void;
}) {
  const [largest] = labels.toSorted((a, b) => b.imageCount - a.imageCount);
  const [into, setInto] = useState(largest?.id ?? "");
  const target = labels.find(({ id }) => id === into);
  const others = labels.filter(({ id }) => id !== into);
  const undo = useLabelChange((undoToken: string) => request(undoImages, { datasetId, undoToken }));
  const merge = useLabelChange(async () => {
    const from = others.map(({ id }) => id);
    const { undoToken } = await request(mergeLabels, { datasetId, from, into });
    toast.success(`Merged into “${target?.name}”`, {
      duration: UNDO_SHOWN_MS,
      ...(undoToken && { action: { label: "Undo", onClick: () => undo.mutate(undoToken) } }),
    });
  });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Merge {countOf(labels.length, "label")}</DialogTitle>
          <DialogDescription>
            Pictures of {others.map(({ name }) => `“${name}”`).join(", ")} get the label that
            remains, and so does what later crawls bring.
          </DialogDescription>
        </DialogHeader>
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            merge.mutate(undefined, {
              onSuccess: () => {
                onMerged();
                onClose();
              },
            });
          }}
        >
          <Field label="The label that remains" htmlFor="merge-into">
            <Select value={into} onValueChange={setInto}>
              <SelectTrigger id="merge-into" className="w-full">
                <SelectValue />
              </SelectTrigger>
              <SelectContent>
                {labels.map(({ id, name, imageCount }) => (
                  <SelectItem key={id} value={id}>
                    {name} ({countOf(imageCount, "picture")})
                  </SelectItem>
                ))}
              </SelectContent>
            </Select>
          </Field>
          <DialogActions
            problem={merge.error ? problemText(merge.error) : null}
            isPending={merge.isPending}
            submitLabel="Merge"
            onCancel={onClose}
          />
        </form>
      </DialogContent>
    </Dialog>
  );
}
