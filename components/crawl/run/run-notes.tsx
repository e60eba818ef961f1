import { ShieldOffIcon, WifiOffIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Note } from "@/components/crawl/note";

/** What to know about a crawl besides its numbers. */
export function RunNotes({
  optOutOverride,
  isConnectionLost,
  schedule,
}: {
  /** The owner's reason for collecting against opt-outs. */
  optOutOverride: string | null;
  isConnectionLost: boolean;
  /** How it repeats. */
  schedule: ReactNode;
}) {
  return (
    <>
      {isConnectionLost && (
        <Note icon={WifiOffIcon} tone="warning" isLive>
          The live connection was lost. The crawl goes on; the numbers are asked for every five
          seconds until it is back.
        </Note>
      )}
      {schedule && <div className="rounded-lg border bg-card py-2 pr-2 pl-3">{schedule}</div>}
      {optOutOverride !== null && (
        <Note icon={ShieldOffIcon}>
          <p className="break-words">
            robots.txt and AI opt-outs were not respected in this crawl. The owner's reason: “
            {optOutOverride}”
          </p>
        </Note>
      )}
    </>
  );
}
