import { Button } from "./ui/button";
import { DialogFooter } from "./ui/dialog";
import { Spinner } from "./ui/spinner";

/** The end of a form in a dialog: what is wrong with the whole of it, Cancel, and what it does. */
export function DialogActions({
  problem,
  isPending,
  submitLabel,
  onCancel,
}: {
  problem: string | null;
  isPending: boolean;
  submitLabel: string;
  onCancel: () => void;
}) {
  return (
    <>
      {problem && (
        <p role="alert" className="text-[13px] text-failed-ink">
          {problem}
        </p>
      )}
      <DialogFooter>
        <Button variant="outline" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" disabled={isPending}>
          {isPending && <Spinner />}
          {submitLabel}
        </Button>
      </DialogFooter>
    </>
  );
}
