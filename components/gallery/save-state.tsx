import { CheckIcon, CloudAlertIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { formatCount } from "@/components/format";
import { Spinner } from "@/components/ui/spinner";
import type { EditQueue } from "./edits/edit-queue";
import { useValue } from "./store";

const SHOWN_MS = 2500;

/** Whether decisions have reached the server. "Saved" goes away by itself. */
export function SaveState({ queue }: { queue: EditQueue }) {
  const { waiting, lost } = useValue(queue.state);
  const [wasBusy, setBusy] = useState(false);
  if (waiting > 0 && !wasBusy) setBusy(true);
  useEffect(() => {
    if (!wasBusy || waiting > 0) return;
    const timer = setTimeout(() => setBusy(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [wasBusy, waiting]);
  return (
    <span
      role="status"
      className="inline-flex shrink-0 items-center gap-1 text-xs [&>svg]:size-3.5"
    >
      {waiting > 0 && (
        <>
          <Spinner />
          Saving {formatCount(waiting)}
        </>
      )}
      {waiting === 0 && lost > 0 && (
        <span className="inline-flex items-center gap-1 text-failed-ink [&>svg]:size-3.5">
          <CloudAlertIcon aria-hidden />
          Not saved: {formatCount(lost)}
        </span>
      )}
      {waiting === 0 && lost === 0 && wasBusy && (
        <>
          <CheckIcon aria-hidden />
          Saved
        </>
      )}
    </span>
  );
}
