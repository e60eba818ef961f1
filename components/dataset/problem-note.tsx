import { CircleAlertIcon } from "lucide-react";
import { problemText } from "@/components/problem";

/** What went wrong, in place of what could not be shown or above the button that failed. */
export function ProblemNote({ title, error }: { title: string; error: unknown }) {
  return (
    <div
      role="alert"
      className="flex items-start gap-2 rounded-lg border border-failed/40 bg-failed/8 px-3 py-2.5 text-[13px]"
    >
      <CircleAlertIcon className="mt-0.5 size-4 shrink-0 text-failed-ink" aria-hidden />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="font-medium">{title}</p>
        <p className="break-words">{problemText(error)}</p>
      </div>
    </div>
  );
}
