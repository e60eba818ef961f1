import { LightbulbIcon } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { CrawlJob, JobProgress } from "@/lib/domain/crawl-job";
import { actionFor } from "./advice-action";
import { RetryButton } from "./retry-button";
import type { OnRetried } from "./use-job-stream";

/** What would help a crawl that came up short, the most promising first, each with its one action. */
export function AdviceList({
  job,
  progress,
  onRetried,
}: {
  job: CrawlJob;
  progress: JobProgress;
  onRetried: OnRetried;
}) {
  return (
    <section aria-label="What would help" className="border-t">
      <h4 className="flex items-center gap-3 px-4 pt-3 pb-1 text-[13px] font-medium">
        <LightbulbIcon className="size-5 p-0.5 text-muted-foreground" aria-hidden />
        What would help
      </h4>
      <ul className="divide-y">
        {progress.advice.map((advice) => {
          const action = actionFor(advice, job, progress);
          return (
            <li
              key={advice.text}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 px-4 py-2.5 sm:pl-12"
            >
              <p className="min-w-0 flex-1 basis-64 text-[13px] break-words">{advice.text}</p>
              {action.kind === "retry" ? (
                <RetryButton
                  jobId={job.id}
                  outcomes={action.outcomes}
                  label={action.label}
                  name={`${action.label}: ${advice.text}`}
                  onRetried={onRetried}
                />
              ) : (
                <Button variant="outline" size="sm" asChild>
                  <Link href={action.href}>{action.label}</Link>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
