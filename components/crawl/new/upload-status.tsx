import { formatBytes } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import type { UploadProgress } from "./own/import-files";

/** How far an upload is; what is sent cannot be stopped any more. */
export function UploadStatus({
  progress: { sentBytes, totalBytes, isSent },
  onStop,
}: {
  progress: UploadProgress;
  onStop: () => void;
}) {
  const percent = totalBytes > 0 ? Math.floor((sentBytes / totalBytes) * 100) : 0;
  return (
    <div className="grid min-w-0 flex-1 gap-1.5">
      <p className="flex items-center gap-2 text-xs tabular-nums">
        <span className="min-w-0 flex-1 truncate">
          {isSent
            ? "Sent. The server looks through the files."
            : `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)} sent`}
        </span>
        {!isSent && (
          <Button variant="ghost" size="sm" className="-my-1" onClick={onStop}>
            Stop
          </Button>
        )}
      </p>
      <Progress value={percent} aria-label="Upload" />
    </div>
  );
}
