import type { Metadata } from "next";
import { loadDataset } from "@/app/(app)/shared-loads";
import { CreateExport } from "@/components/export/create-export";
import { ExportList } from "@/components/export/export-list";
import { PageBody } from "@/components/page-header";
import { PageLinks } from "@/components/page-links";
import { to } from "@/components/routes";
import { load } from "@/lib/api/page";
import { listExports } from "@/lib/contract/exports";
import * as exportService from "@/lib/services/exports";

export const metadata: Metadata = { title: "Exports" };

export default async function DatasetExportsPage({
  params,
  searchParams,
}: {
  params: Promise<{ datasetId: string }>;
  searchParams: Promise<{ cursor?: string }>;
}) {
  const { datasetId } = await params;
  const { cursor } = await searchParams;
  const [dataset, first] = await Promise.all([
    loadDataset(datasetId),
    load(listExports, exportService.listExports, { datasetId, cursor }),
  ]);
  return (
    <PageBody>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
        <CreateExport dataset={dataset} />
        <section aria-labelledby="exports-heading">
          <h2 id="exports-heading" className="sr-only">
            Exports of this dataset
          </h2>
          <ExportList key={cursor} of={{ datasetId, cursor }} first={first} />
          <PageLinks
            path={to(`/datasets/${datasetId}/exports`)}
            cursor={cursor}
            nextCursor={first.nextCursor}
          />
        </section>
      </div>
    </PageBody>
  );
}
