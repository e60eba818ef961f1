import { ChevronLeftIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { urlOf } from "@/components/api";
import { PageBody } from "@/components/page-header";
import { ReportActions } from "@/components/report/report-actions";
import { ReportView } from "@/components/report/report-view";
import { load } from "@/lib/api/page";
import { getDatasetReport } from "@/lib/contract/datasets";
import { Report } from "@/lib/domain/report";
import { readDatasetReport } from "@/lib/services/dataset-report";

export const metadata: Metadata = { title: "Report" };

export default async function DatasetReportPage({
  params,
}: {
  params: Promise<{ datasetId: string }>;
}) {
  const { datasetId } = await params;
  const report = await load({ ...getDatasetReport, output: Report }, readDatasetReport, {
    datasetId,
  });
  return (
    <PageBody>
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3 print:hidden">
        <Link
          href={`/datasets/${datasetId}/quality`}
          className="inline-flex items-center gap-0.5 text-[13px] text-muted-foreground hover:text-foreground"
        >
          <ChevronLeftIcon className="size-4" aria-hidden />
          Quality
        </Link>
        <ReportActions
          url={urlOf(getDatasetReport, { datasetId })}
          fileName={`dataset-${datasetId}.md`}
        />
      </div>
      <ReportView report={report} />
    </PageBody>
  );
}
