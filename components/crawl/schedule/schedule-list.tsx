"use client";
import Link from "next/link";
import { to } from "@/components/routes";
import type { Schedule } from "@/lib/domain/schedule";
import { ScheduleLine } from "./schedule-line";
import { useSchedules } from "./use-schedules";

/** The crawls of a dataset that repeat; nothing where none does. */
export function ScheduleList({ datasetId, initial }: { datasetId: string; initial: Schedule[] }) {
  const schedules = useSchedules(datasetId, initial);
  if (schedules.length === 0) return null;
  return (
    <section aria-labelledby="repeating" className="mb-6 grid gap-2">
      <h2 id="repeating" className="text-[13px] font-medium">
        Repeating{" "}
        <span className="font-normal text-muted-foreground tabular-nums">{schedules.length}</span>
      </h2>
      <ul className="divide-y rounded-lg border bg-card">
        {schedules.map((schedule) => (
          <li key={schedule.id} className="grid gap-1 px-4 py-3">
            <Link
              href={to(`/datasets/${datasetId}/crawls/${schedule.lastJobId ?? schedule.jobId}`)}
              className="w-fit max-w-full truncate font-medium hover:underline"
            >
              {schedule.name}
            </Link>
            <ScheduleLine schedule={schedule} />
          </li>
        ))}
      </ul>
    </section>
  );
}
