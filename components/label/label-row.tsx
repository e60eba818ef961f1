import { EllipsisIcon } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf } from "@/components/format";
import { problemText } from "@/components/problem";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { bulkImages } from "@/lib/contract/curation";
import { deleteLabel, updateLabel } from "@/lib/contract/labels";
import type { DatasetLabel, LabelColour } from "@/lib/domain/label";
import { ColourPicker } from "./colour-picker";
import { KeySelect } from "./key-select";
import { RenameLabel } from "./rename-label";
import { useLabelChange } from "./use-labels";

type Question = "rename" | "delete" | null;

/** One label: its colour, name, pictures and key. */
export function LabelRow({
  label,
  isChosen,
  onChoose,
}: {
  label: DatasetLabel;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const { id: labelId, datasetId, name, colour, shortcut, imageCount, aliases } = label;
  const [question, setQuestion] = useState<Question>(null);
  const close = () => setQuestion(null);
  const change = useLabelChange((looks: { colour?: LabelColour; shortcut?: number | null }) =>
    request(updateLabel, { datasetId, labelId, ...looks }),
  );
  const save = (looks: { colour?: LabelColour; shortcut?: number | null }) =>
    change.mutate(looks, {
      onError: (error) => toast.error("Not saved", { description: problemText(error) }),
    });
  const remove = useLabelChange(async () => {
    // Rejected and hidden pictures are not counted, and yet the label has to be off every one.
    await request(bulkImages, {
      datasetId,
      filter: { label: name },
      action: "unlabel",
      label: name,
    });
    await request(deleteLabel, { datasetId, labelId });
  });
  return (
    <li className="flex items-center gap-2 px-3 py-1.5">
      <Checkbox
        checked={isChosen}
        onCheckedChange={(checked) => onChoose(checked === true)}
        aria-label={`Choose ${name}`}
      />
      <ColourPicker
        name={name}
        colour={change.isPending ? (change.variables.colour ?? colour) : colour}
        onChange={(next) => save({ colour: next })}
      />
      <div className="min-w-0 flex-1">
        <Link
          href={to(`/datasets/${datasetId}?label=${encodeURIComponent(name)}`)}
          className="block truncate text-[13px] font-medium underline-offset-3 hover:underline"
        >
          {name}
        </Link>
        <p className="truncate text-xs text-muted-foreground">
          {countOf(imageCount, "picture")}
          {aliases.length > 0 && `, also brought by ${aliases.join(", ")}`}
        </p>
      </div>
      <span className="text-xs text-muted-foreground max-sm:hidden" aria-hidden>
        Key
      </span>
      <KeySelect name={name} shortcut={shortcut} onChange={(next) => save({ shortcut: next })} />
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label={`More for ${name}`}>
            <EllipsisIcon />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setQuestion("rename")}>Rename</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setQuestion("delete")}>Delete</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {question === "rename" && <RenameLabel label={label} onClose={close} />}
      <ConfirmDialog
        open={question === "delete"}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={`Delete the label “${name}”?`}
        description={
          imageCount > 0
            ? `It is taken off ${countOf(imageCount, "picture")}, and off rejected and hidden ones. Pictures that have no other label keep it, and then it stays: merge it into another one instead.`
            : "No picture of the dataset carries it; it is taken off rejected and hidden ones."
        }
        confirmLabel="Delete the label"
        onConfirm={() => remove.mutateAsync(undefined)}
      />
    </li>
  );
}
