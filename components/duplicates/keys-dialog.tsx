import { Fragment, useId } from "react";
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";

const KEYS = [
  [["Enter"], "Keep the chosen picture, hide the others"],
  [["←", "→", "1–9"], "Choose a picture"],
  [["t"], "Tick it, to keep several"],
  [["k"], "Keep all: they are not duplicates"],
  [["z", "Shift z"], "Undo and redo"],
  [["j", "PgDn"], "Next group"],
  [["l", "PgUp"], "Previous group"],
  [["f", "Space"], "Hold: one after the other in one place"],
  [["v"], "Differences on or off"],
  [["a"], "All pictures on or off"],
  [["+", "-", "0"], "Zoom in, out, whole picture"],
  [["o"], "Pixel for pixel, or the whole"],
  [["?"], "These keys"],
] as const;

/** The keys of the review, and a switch for people whose voice control or habits make letters go off by accident. */
export function KeysDialog({
  isOpen,
  onOpenChange,
  areLettersOn,
  onLetters,
}: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  areLettersOn: boolean;
  onLetters: (areOn: boolean) => void;
}) {
  const id = useId();
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Keys</DialogTitle>
          <DialogDescription>
            They work anywhere on this page but in a text field. Drag, wheel, pinch and double click
            zoom and move all pictures together.
          </DialogDescription>
        </DialogHeader>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-[13px]">
          {KEYS.map(([keys, text]) => (
            <Fragment key={text}>
              <dt className="flex justify-end gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </Fragment>
          ))}
        </dl>
        <div className="flex items-center gap-3 border-t pt-4">
          <Switch id={id} checked={areLettersOn} onCheckedChange={onLetters} />
          <label htmlFor={id} className="text-[13px]">
            Single letters as keys
          </label>
        </div>
      </DialogContent>
    </Dialog>
  );
}
