"use client";
import { useMutation } from "@tanstack/react-query";
import { RepeatIcon } from "lucide-react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf, formatCount } from "@/components/format";
import { problemText } from "@/components/problem";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { deleteSchedule, updateSchedule } from "@/lib/contract/schedules";
import type { Schedule } from "@/lib/domain/schedule";
import { RepeatDialog } from "./repeat-dialog";
import { repeatOf, whenOf } from "./schedule-words";
import { useSchedulesChanged } from "./use-schedules";

/** When a crawl is repeated and until when; pause, change, stop. */
export function ScheduleLine({ schedule }: { schedule: Schedule }) {
  const { id: scheduleId, status, cron, datasetId } = schedule;
  const changed = useSchedulesChanged(datasetId);
  const turn = useMutation({
    mutationFn: () =>
      request(updateSchedule, { scheduleId, status: status === "active" ? "paused" : "active" }),
    onSuccess: changed,
    onError: (error) => toast.error("Nothing was changed", { description: problemText(error) }),
  });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="flex min-w-0 flex-1 basis-72 items-start gap-2 text-[13px]">
        <RepeatIcon className="mt-0.5 size-4 shrink-0 text-muted-foreground" aria-hidden />
        <ScheduleWords schedule={schedule} />
      </p>
      <div className="flex flex-wrap gap-1">
        {status !== "done" && (
          <Button variant="ghost" size="sm" disabled={turn.isPending} onClick={() => turn.mutate()}>
            {status === "active" ? "Pause" : "Resume"}
            <span className="sr-only"> repeating {schedule.name}</span>
          </Button>
        )}
        <RepeatDialog
          key={`${cron} ${schedule.target}`}
          trigger={
            <Button variant="ghost" size="sm">
              Change<span className="sr-only"> how {schedule.name} repeats</span>
            </Button>
          }
          title="Change the repetition"
          initial={repeatOf(schedule)}
          submitLabel="Save"
          onSubmit={async ({ every, target }) => {
            // A line that stays as it is stays in its time zone.
            const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
            const times = every === cron ? {} : { every, timezone: timeZone };
            await request(updateSchedule, { scheduleId, target, ...times });
            await changed();
          }}
        />
        <ConfirmDialog
          trigger={
            <Button variant="ghost" size="sm" className="text-failed-ink">
              Stop<span className="sr-only"> repeating {schedule.name}</span>
            </Button>
          }
          title="Stop repeating this crawl?"
          description="Its runs and their pictures stay. A run that is at work goes on to its end."
          confirmLabel="Stop repeating"
          onConfirm={async () => {
            await request(deleteSchedule, { scheduleId });
            await changed();
          }}
        />
      </div>
    </div>
  );
}

function ScheduleWords({ schedule }: { schedule: Schedule }) {
  const { status, target, accepted, nextRunAt } = schedule;
  const until = countOf(target, "picture");
  if (status === "done") return <span>Repeated until it had its {until}. It rests now.</span>;
  return (
    <span>
      {status === "active" ? "Repeats" : "Paused: would repeat"} {whenOf(schedule)} until it has{" "}
      {until}
      <span className="text-muted-foreground">
        {` · ${formatCount(accepted)} so far`}
        {nextRunAt && (
          <>
            {" · next run "}
            <RelativeTime at={nextRunAt} />
          </>
        )}
      </span>
    </span>
  );
}
