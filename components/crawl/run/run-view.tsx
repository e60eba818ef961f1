"use client";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { RepeatCrawl } from "@/components/crawl/schedule/repeat-crawl";
import { ScheduleLine } from "@/components/crawl/schedule/schedule-line";
import { isRepeatable } from "@/components/crawl/schedule/schedule-words";
import { useSchedules } from "@/components/crawl/schedule/use-schedules";
import { formatCount } from "@/components/format";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { CrawlJob, JobProgress, JobStatus } from "@/lib/domain/crawl-job";
import type { Image } from "@/lib/domain/image";
import { OUTCOMES, type Outcome } from "@/lib/domain/outcome";
import type { Schedule } from "@/lib/domain/schedule";
import { Balance } from "./balance";
import { Candidates } from "./candidates";
import { ContactSheet } from "./contact-sheet";
import { Ending } from "./ending";
import { Funnel } from "./funnel";
import { Lanes } from "./lanes";
import { Logs } from "./logs";
import { Losses } from "./losses";
import { Pace } from "./pace";
import { RunHeader } from "./run-header";
import { RunNotes } from "./run-notes";
import { type OnRetried, useJobStream } from "./use-job-stream";
import { Warnings } from "./warnings";

const parseAsOutcome = parseAsStringLiteral([...OUTCOMES, "waiting"] as const);
const parseAsTab = parseAsStringLiteral(["candidates", "logs"] as const).withDefault("candidates");

interface First {
  progress: JobProgress;
  /** The crawl's newest pictures, oldest first. */
  images: Image[];
  /** Those of its dataset. */
  schedules: Schedule[];
}

/** One crawl, live while it runs, and its report when it is over. */
export function RunView({ job, first }: { job: CrawlJob; first: First }) {
  const stream = useJobStream(job.id, first);
  const { progress, images, connection, isSettled, retried } = stream;
  const [outcome, setOutcome] = useQueryState("outcome", parseAsOutcome);
  const [tab, setTab] = useQueryState("tab", parseAsTab);
  // Who comes while a retry is at work sees what is left of it.
  const [rerunCount, setRerunCount] = useState(first.progress.waiting);
  const details = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const isOver = connection === "ended";
  const schedules = useSchedules(job.datasetId, first.schedules);
  const schedule = schedules.find(({ id, jobId }) => id === job.scheduleId || jobId === job.id);

  // The counts in the tabs and the rail come from the server, and a crawl that ends has changed them.
  const router = useRouter();
  const was = useRef({ isOver, isSettled });
  const isSteered = useRef(false);
  useEffect(() => {
    if (was.current.isOver !== isOver || was.current.isSettled !== isSettled) router.refresh();
    // Cancelled here: the button that was pressed is gone.
    if (isOver && isSteered.current) heading.current?.focus();
    isSteered.current = false;
    was.current = { isOver, isSettled };
  }, [isOver, isSettled, router]);

  const pick = (picked: Outcome | "waiting" | null) => {
    void setOutcome(picked);
    void setTab(null);
    details.current?.scrollIntoView({ block: "start" });
  };
  const steered = (status: JobStatus) => {
    isSteered.current = true;
    stream.steered(status);
  };
  const onRetried: OnRetried = (answer, isRetryOnly) => {
    setRerunCount(retried(answer, isRetryOnly).waiting);
    // What was pressed is gone with the report; the top says what happens now.
    heading.current?.focus();
  };

  return (
    <div className="grid grid-cols-1 gap-6">
      <RunHeader ref={heading} job={job} progress={progress} onStatus={steered} />
      <RunNotes
        optOutOverride={job.optOutOverride}
        isConnectionLost={connection === "lost"}
        schedule={schedule && <ScheduleLine schedule={schedule} />}
      />
      {isOver ? (
        <Ending job={job} progress={progress} onRetried={onRetried}>
          {!schedule && !job.scheduleId && isRepeatable(job.sources) && (
            <RepeatCrawl job={job} accepted={progress.accepted} />
          )}
        </Ending>
      ) : (
        <Pace progress={progress} rerunCount={progress.isRetryOnly ? rerunCount : null} />
      )}
      <Funnel progress={progress} onPick={pick} />
      <Balance labels={progress.labels} />
      <Warnings warnings={progress.warnings} />
      {isOver && Object.keys(progress.outcomes).some((name) => name !== "accepted") && (
        <Part title="What was lost" text="and where">
          <Losses jobId={job.id} progress={progress} onRetried={onRetried} onPick={pick} />
        </Part>
      )}
      <Part title="Accepted pictures" text={formatCount(progress.accepted)}>
        <ContactSheet slots={images} datasetId={job.datasetId} isOver={isOver} />
      </Part>
      <Part
        title="Keyword by source"
        text={formatCount(Math.max(job.totalChunks, progress.lanes.length))}
      >
        <Lanes
          jobId={job.id}
          lanes={progress.lanes}
          total={Math.max(job.totalChunks, progress.lanes.length)}
          isOver={isOver}
        />
      </Part>
      <Tabs
        ref={details}
        value={tab}
        onValueChange={(chosen) => void setTab(chosen === "logs" ? "logs" : null)}
        className="scroll-mt-20"
      >
        <TabsList>
          <TabsTrigger value="candidates">URLs</TabsTrigger>
          <TabsTrigger value="logs">Log</TabsTrigger>
        </TabsList>
        <TabsContent value="candidates">
          <Candidates
            jobId={job.id}
            datasetId={job.datasetId}
            progress={progress}
            outcome={outcome}
            onOutcome={(chosen) => void setOutcome(chosen)}
          />
        </TabsContent>
        <TabsContent value="logs">
          <Logs jobId={job.id} isOver={isOver} />
        </TabsContent>
      </Tabs>
    </div>
  );
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid grid-cols-1 content-start gap-2">
      <h3 className="text-[13px] font-medium">
        {title} <span className="font-normal text-muted-foreground tabular-nums">{text}</span>
      </h3>
      {children}
    </section>
  );
}
