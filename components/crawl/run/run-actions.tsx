"use client";
import { useMutation } from "@tanstack/react-query";
import { CircleStopIcon, PauseIcon, PlayIcon } from "lucide-react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf } from "@/components/format";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { cancelJob, pauseJob, resumeJob, startJob } from "@/lib/contract/jobs";
import {
  type JobAction,
  type JobProgress,
  type JobStatus,
  TRANSITIONS,
} from "@/lib/domain/crawl-job";
import { ReportMenu } from "./report-menu";

const STEERING = {
  start: { op: startJob, label: "Start", icon: PlayIcon },
  pause: { op: pauseJob, label: "Pause", icon: PauseIcon },
  resume: { op: resumeJob, label: "Resume", icon: PlayIcon },
} as const;

const isPossible = (action: JobAction, status: JobStatus) =>
  TRANSITIONS[action].from.includes(status);

/** Start, pause, resume and cancel, as far as the crawl's state allows, and its report. */
export function RunActions({
  datasetId,
  jobId,
  progress,
  onStatus,
}: {
  datasetId: string;
  jobId: string;
  progress: JobProgress;
  onStatus: (status: JobStatus) => void;
}) {
  const steer = useMutation({
    mutationFn: (action: keyof typeof STEERING) => request(STEERING[action].op, { jobId }),
    onSuccess: ({ status }) => onStatus(status),
    onError: (error) => toast.error("Nothing was changed", { description: problemText(error) }),
  });
  const action = (["start", "pause", "resume"] as const).find((each) =>
    isPossible(each, progress.status),
  );
  return (
    <div className="flex flex-wrap gap-2">
      {action && (
        // One button for all three, and never really disabled: it keeps the focus when what it does changes.
        <Button
          variant={action === "pause" ? "outline" : "default"}
          aria-disabled={steer.isPending}
          onClick={() => !steer.isPending && steer.mutate(action)}
        >
          {steer.isPending ? <Spinner /> : <ActionIcon action={action} />}
          {STEERING[action].label}
        </Button>
      )}
      {isPossible("cancel", progress.status) && (
        <ConfirmDialog
          trigger={
            <Button variant="outline">
              <CircleStopIcon />
              Cancel
            </Button>
          }
          title="Cancel this crawl?"
          description={`It stops within two seconds. The dataset keeps ${countOf(progress.accepted, "accepted picture")}; the crawl gives up ${countOf(progress.waiting, "URL")} still waiting.`}
          confirmLabel="Cancel the crawl"
          onConfirm={async () => onStatus((await request(cancelJob, { jobId })).status)}
        />
      )}
      <ReportMenu datasetId={datasetId} jobId={jobId} />
    </div>
  );
}

function ActionIcon({ action }: { action: keyof typeof STEERING }) {
  const { icon: Icon } = STEERING[action];
  return <Icon />;
}
