import { Fragment, useId } from "react";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from "./ui/dialog";
import { Kbd } from "./ui/kbd";
import { Switch } from "./ui/switch";

/** Keys pressed together or instead of one another, and what they do. */
export type KeyLine = readonly [keys: readonly string[], text: string];

/** The keys of a page, and a switch for people whose voice control or habits make letters go off by accident. */
export function KeysDialog({
  keys: lines,
  text,
  isOpen,
  onOpenChange,
  areLettersOn,
  onLetters,
}: {
  keys: readonly KeyLine[];
  /** What else there is to know of moving about. */
  text?: string;
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
            They work anywhere on this page but in a text field. {text}
          </DialogDescription>
        </DialogHeader>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-[13px] sm:grid-cols-[auto_1fr_auto_1fr]">
          {lines.map(([keys, meaning]) => (
            <Fragment key={meaning}>
              <dt className="flex justify-end gap-1">
                {keys.map((key) => (
                  <Kbd key={key}>{key}</Kbd>
                ))}
              </dt>
              <dd>{meaning}</dd>
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
