"use client";
import { RepeatIcon } from "lucide-react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { Button } from "@/components/ui/button";
import { createSchedule } from "@/lib/contract/schedules";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import { RepeatDialog } from "./repeat-dialog";
import { whenOf } from "./schedule-words";
import { useSchedulesChanged } from "./use-schedules";

const MOST = 100_000;

/** Runs a crawl that is over again and again, until its runs have enough pictures. */
export function RepeatCrawl({ job, accepted }: { job: CrawlJob; accepted: number }) {
  const changed = useSchedulesChanged(job.datasetId);
  // The target of the crawl is what was wanted; where it is met, as much again.
  const target = Math.min(MOST, accepted < job.maxImages ? job.maxImages : accepted * 2);
  return (
    <RepeatDialog
      trigger={
        <Button variant="outline">
          <RepeatIcon />
          Repeat this crawl
        </Button>
      }
      title="Repeat this crawl"
      initial={{ every: "daily", cron: "0 6 * * 1", target }}
      submitLabel="Repeat it"
      onSubmit={async (times) => {
        const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
        const made = await request(createSchedule, {
          jobId: job.id,
          timezone: timeZone,
          ...times,
        });
        toast.success(`Repeats ${whenOf(made)}.`);
        await changed();
      }}
    />
  );
}
