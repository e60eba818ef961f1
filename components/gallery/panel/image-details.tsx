import { Trash2Icon } from "lucide-react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { formatBytes } from "@/components/format";
import { Button } from "@/components/ui/button";
import type { Image } from "@/lib/domain/image";
import { Picture } from "../picture";
import { Checks } from "./checks";
import { DecisionButtons } from "./decision-buttons";
import { DuplicateOf } from "./duplicate-of";
import { FileFacts } from "./file-facts";
import { History } from "./history";
import type { PanelProps } from "./image-panel";
import { LabelEditor } from "./label-editor";
import { Neighbours } from "./neighbours";
import { Origin } from "./origin";
import { Rights } from "./rights";
import { SplitField } from "./split-field";

export function ImageDetails({
  image,
  labels,
  curate,
  onDelete,
  onFilter,
  onOpen,
  onSplit,
  onView,
}: PanelProps & { image: Image }) {
  return (
    <div className="grid gap-5 p-4">
      <div className="grid gap-3">
        <button
          type="button"
          onClick={onView}
          aria-label="Show this picture large"
          title="Large view (f)"
          className="flex max-h-[45dvh] min-h-40 cursor-zoom-in items-center justify-center overflow-hidden rounded-lg border bg-canvas"
        >
          <Picture
            image={image}
            width={`min(100%, ${image.width}px, 45dvh * ${image.width / image.height})`}
          />
        </button>
        <h2 className="text-sm font-semibold break-words">{image.title ?? image.label}</h2>
        <DecisionButtons
          decision={image.decision}
          onDecide={(decision) => curate.decide(image, decision)}
        />
      </div>
      <LabelEditor
        key={image.id}
        labels={image.labels.length > 0 ? image.labels : [image.label]}
        known={labels}
        onChange={(next) => curate.setLabels(image, next)}
      />
      {(image.isDuplicate || image.duplicateGroupId) && (
        <DuplicateOf image={image} onOpen={onOpen} />
      )}
      <Origin image={image} onFilter={onFilter} />
      <Rights image={image} />
      <Checks image={image} />
      <Neighbours
        imageId={image.id}
        onOpen={onOpen}
        onAll={() => onFilter({ sort: `similar:${image.id}` })}
      />
      <SplitField
        key={`split ${image.id}`}
        split={image.split}
        onSplit={(split) => onSplit(image.id, split)}
      />
      <FileFacts image={image} />
      <History image={image} />
      <div className="flex flex-wrap gap-2 border-t pt-4">
        <ConfirmDialog
          trigger={
            <Button variant="outline" size="sm" className="ml-auto text-failed-ink">
              <Trash2Icon />
              Delete
            </Button>
          }
          title="Delete this picture?"
          description={`“${image.title ?? image.filename}” and its file (${formatBytes(image.sizeBytes)}) go for good after a day; until then the deletion can be undone. To keep it out of exports only, reject it.`}
          confirmLabel="Delete the picture"
          onConfirm={() => onDelete(image.id)}
        />
      </div>
    </div>
  );
}
