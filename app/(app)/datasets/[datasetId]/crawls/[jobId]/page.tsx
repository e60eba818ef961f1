import { ChevronLeftIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { namesOf } from "@/components/crawl/names-of";
import { CONTACT_SLOTS } from "@/components/crawl/run/contact-slots";
import { RunView } from "@/components/crawl/run/run-view";
import { MAX_SCHEDULES } from "@/components/crawl/schedule/max-schedules";
import { SourceNames } from "@/components/crawl/source-names";
import { PageBody } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listDatasetImages } from "@/lib/contract/datasets";
import { getJob, getJobProgress } from "@/lib/contract/jobs";
import { listSchedules } from "@/lib/contract/schedules";
import { listSources } from "@/lib/contract/sources";
import * as datasets from "@/lib/services/datasets";
import * as jobs from "@/lib/services/jobs";
import * as scheduleService from "@/lib/services/schedules";
import * as sourceService from "@/lib/services/sources";

interface Props {
  params: Promise<{ datasetId: string; jobId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { jobId } = await params;
  // What is wrong with the address is said by the page itself.
  const job = await load(getJob, jobs.getJob, { jobId }).catch(() => null);
  return { title: job?.name ?? "Not found" };
}

export default async function CrawlPage({ params }: Props) {
  const { datasetId, jobId } = await params;
  const [job, progress, images, schedules, sources] = await Promise.all([
    load(getJob, jobs.getJob, { jobId }),
    load(getJobProgress, jobs.getJobProgress, { jobId }),
    load(listDatasetImages, datasets.listDatasetImages, {
      datasetId,
      crawlJobId: jobId,
      isDuplicate: "false",
      limit: CONTACT_SLOTS,
    }),
    load(listSchedules, scheduleService.listSchedules, { datasetId, limit: MAX_SCHEDULES }),
    load(listSources, sourceService.listSources, { limit: 200 }),
  ]);
  if (job.datasetId !== datasetId) notFound();
  return (
    <PageBody>
      <Link
        href={`/datasets/${datasetId}/crawls`}
        className="mb-3 inline-flex items-center gap-0.5 text-[13px] text-muted-foreground hover:text-foreground"
      >
        <ChevronLeftIcon className="size-4" aria-hidden />
        All crawls
      </Link>
      <SourceNames names={namesOf(sources.items)}>
        <RunView
          key={jobId}
          job={job}
          first={{ progress, images: images.items.toReversed(), schedules: schedules.items }}
        />
      </SourceNames>
    </PageBody>
  );
}
