"use client";
import { WifiOffIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect, useRef } from "react";
import { countOf, formatCount } from "@/components/format";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { CrawlJob, JobProgress } from "@/lib/domain/crawl-job";
import type { Image } from "@/lib/domain/image";
import { OUTCOMES, type Outcome } from "@/lib/domain/outcome";
import { Candidates } from "./candidates";
import { ContactSheet } from "./contact-sheet";
import { Ending } from "./ending";
import { Funnel } from "./funnel";
import { Lanes } from "./lanes";
import { Logs } from "./logs";
import { Losses } from "./losses";
import { Pace } from "./pace";
import { RunActions } from "./run-actions";
import { useJobStream } from "./use-job-stream";

const parseAsOutcome = parseAsStringLiteral([...OUTCOMES, "waiting"] as const);
const parseAsTab = parseAsStringLiteral(["candidates", "logs"] as const).withDefault("candidates");

/** One crawl, live while it runs. `images` are its newest pictures, oldest first. */
export function RunView({
  job,
  first,
}: {
  job: CrawlJob;
  first: { progress: JobProgress; images: Image[] };
}) {
  const { progress, images, connection, setStatus } = useJobStream(job.id, first);
  const [outcome, setOutcome] = useQueryState("outcome", parseAsOutcome);
  const [tab, setTab] = useQueryState("tab", parseAsTab);
  const details = useRef<HTMLDivElement>(null);
  const isOver = connection === "ended";

  // The counts in the tabs and the rail come from the server, and a crawl that ends has changed them.
  const router = useRouter();
  const wasOver = useRef(isOver);
  useEffect(() => {
    if (wasOver.current !== isOver) router.refresh();
    wasOver.current = isOver;
  }, [isOver, router]);

  const pick = (picked: Outcome | "waiting" | null) => {
    void setOutcome(picked);
    void setTab(null);
    details.current?.scrollIntoView({ block: "start" });
  };

  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="min-w-0 text-base font-semibold break-words">{job.name}</h2>
            <StatusBadge status={progress.status} />
          </div>
          <p className="text-[13px] text-muted-foreground">
            {countOf(job.keywords.length, "keyword")} on {job.sources.join(", ")},{" "}
            {job.validationLevel} checks, created <RelativeTime at={job.createdAt} />
          </p>
        </div>
        <RunActions jobId={job.id} progress={progress} onStatus={setStatus} />
      </div>
      {connection === "lost" && (
        <p
          role="status"
          className="flex items-center gap-2 rounded-lg border border-rejected/50 bg-rejected/10 px-3 py-2 text-[13px]"
        >
          <WifiOffIcon className="size-4 shrink-0 text-rejected-ink" aria-hidden />
          The live connection was lost. The crawl goes on; the numbers are asked for every five
          seconds until it is back.
        </p>
      )}
      {isOver ? (
        <Ending job={job} progress={progress} onStatus={setStatus} />
      ) : (
        <Pace progress={progress} />
      )}
      <Funnel progress={progress} onPick={pick} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <section aria-label="Accepted pictures" className="grid content-start gap-2">
          <h3 className="text-[13px] font-medium">
            Accepted pictures{" "}
            <span className="text-muted-foreground tabular-nums">
              {formatCount(progress.accepted)}
            </span>
          </h3>
          <ContactSheet slots={images} datasetId={job.datasetId} isOver={isOver} />
        </section>
        <section aria-label="Keyword by source" className="grid content-start gap-2">
          <h3 className="text-[13px] font-medium">
            Keyword by source{" "}
            <span className="text-muted-foreground tabular-nums">{progress.lanes.length}</span>
          </h3>
          <Lanes lanes={progress.lanes} isOver={isOver} />
        </section>
      </div>
      {isOver && Object.keys(progress.outcomes).some((name) => name !== "accepted") && (
        <section aria-label="What was lost" className="grid gap-2">
          <h3 className="text-[13px] font-medium">What was lost, and what to try next</h3>
          <Losses jobId={job.id} progress={progress} onStatus={setStatus} onPick={pick} />
        </section>
      )}
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
