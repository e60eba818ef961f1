import { ChevronLeftIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { urlOf } from "@/components/api";
import { PageBody } from "@/components/page-header";
import { ReportActions } from "@/components/report/report-actions";
import { ReportView } from "@/components/report/report-view";
import { load } from "@/lib/api/page";
import { getJob, getJobReport } from "@/lib/contract/jobs";
import { Report } from "@/lib/domain/report";
import { readJobReport } from "@/lib/services/job-report";
import * as jobs from "@/lib/services/jobs";

export const metadata: Metadata = { title: "Report" };

export default async function CrawlReportPage({
  params,
}: {
  params: Promise<{ datasetId: string; jobId: string }>;
}) {
  const { datasetId, jobId } = await params;
  const [job, report] = await Promise.all([
    load(getJob, jobs.getJob, { jobId }),
    load({ ...getJobReport, output: Report }, readJobReport, { jobId }),
  ]);
  if (job.datasetId !== datasetId) notFound();
  return (
    <PageBody>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3 print:hidden">
        <Link
          href={`/datasets/${datasetId}/crawls/${jobId}`}
          className="inline-flex items-center gap-0.5 text-[13px] text-muted-foreground hover:text-foreground"
        >
          <ChevronLeftIcon className="size-4" aria-hidden />
          The crawl
        </Link>
        <ReportActions url={urlOf(getJobReport, { jobId })} fileName={`crawl-${jobId}.md`} />
      </div>
      <ReportView report={report} />
    </PageBody>
  );
}
