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
  [["←", "→", "↑", "↓"], "Move"],
  [["PgUp", "PgDn"], "A screen up or down"],
  [["Home", "End"], "First and last picture"],
  [["Shift", "↓"], "Select on the way"],
  [["Ctrl", "a"], "Select all that the filters find"],
  [["Space", "i"], "Details on or off"],
  [["Enter", "f"], "Large view on or off"],
  [["Esc"], "Close, or select nothing"],
  [["a"], "Accept"],
  [["x"], "Reject"],
  [["u"], "Back to undecided"],
  [["n"], "Next undecided"],
  [["1", "–", "9"], "Add or remove the label with this key"],
  [["Shift", "1"], "Make it the class instead"],
  [["d"], "Its duplicates"],
  [["s"], "Most similar first"],
  [["z"], "Undo"],
  [["Shift", "z"], "Redo"],
  [["+", "-"], "Larger or smaller thumbnails"],
  [["?"], "These keys"],
] as const;

/** The keys of the gallery, and a switch for people whose voice control or habits make letters go off by accident. */
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
      <DialogContent className="max-w-xl">
        <DialogHeader>
          <DialogTitle>Keys</DialogTitle>
          <DialogDescription>
            They work anywhere on this page but in a text field.
          </DialogDescription>
        </DialogHeader>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-[13px] sm:grid-cols-[auto_1fr_auto_1fr]">
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
