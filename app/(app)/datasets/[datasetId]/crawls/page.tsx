import type { Metadata } from "next";
import { CrawlList } from "@/components/crawl/crawl-list";
import { PageBody } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listJobs } from "@/lib/contract/jobs";
import * as jobs from "@/lib/services/jobs";

export const metadata: Metadata = { title: "Crawls" };

export default async function CrawlsPage({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  const first = await load(listJobs, jobs.listJobs, { datasetId, limit: 50 });
  return (
    <PageBody>
      <h2 className="sr-only">Crawls</h2>
      <CrawlList key={datasetId} datasetId={datasetId} first={first} />
    </PageBody>
  );
}
