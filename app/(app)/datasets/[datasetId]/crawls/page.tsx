import type { Metadata } from "next";
import { CrawlList } from "@/components/crawl/crawl-list";
import { namesOf } from "@/components/crawl/names-of";
import { MAX_SCHEDULES } from "@/components/crawl/schedule/max-schedules";
import { ScheduleList } from "@/components/crawl/schedule/schedule-list";
import { SourceNames } from "@/components/crawl/source-names";
import { PageBody } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listJobs } from "@/lib/contract/jobs";
import { listSchedules } from "@/lib/contract/schedules";
import { listSources } from "@/lib/contract/sources";
import * as jobs from "@/lib/services/jobs";
import * as scheduleService from "@/lib/services/schedules";
import * as sourceService from "@/lib/services/sources";

export const metadata: Metadata = { title: "Crawls" };

export default async function CrawlsPage({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  const [first, schedules, sources] = await Promise.all([
    load(listJobs, jobs.listJobs, { datasetId, limit: 50 }),
    load(listSchedules, scheduleService.listSchedules, { datasetId, limit: MAX_SCHEDULES }),
    load(listSources, sourceService.listSources, { limit: 200 }),
  ]);
  return (
    <PageBody>
      <ScheduleList
        key={`schedules ${datasetId}`}
        datasetId={datasetId}
        initial={schedules.items}
      />
      <h2 className="sr-only">Crawls</h2>
      <SourceNames names={namesOf(sources.items)}>
        <CrawlList key={datasetId} datasetId={datasetId} first={first} />
      </SourceNames>
    </PageBody>
  );
}
