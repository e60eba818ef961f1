import { FileTextIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { namesOf } from "@/components/crawl/names-of";
import { SourceNames } from "@/components/crawl/source-names";
import { PageBody } from "@/components/page-header";
import { Checks } from "@/components/quality/checks";
import { Composition } from "@/components/quality/composition";
import { CrawlFunnels } from "@/components/quality/crawl-funnels";
import { FollowCrawl } from "@/components/quality/follow-crawl";
import { Health } from "@/components/quality/health";
import { Button } from "@/components/ui/button";
import { load } from "@/lib/api/page";
import { getDatasetHealth, getDatasetStats } from "@/lib/contract/datasets";
import { listJobs } from "@/lib/contract/jobs";
import { listSources } from "@/lib/contract/sources";
import { getQuality } from "@/lib/contract/validation";
import * as healthService from "@/lib/services/dataset-health";
import * as datasets from "@/lib/services/datasets";
import * as jobs from "@/lib/services/jobs";
import * as qualityService from "@/lib/services/quality";
import * as sourceService from "@/lib/services/sources";

export const metadata: Metadata = { title: "Quality" };

const MOST_CRAWLS = 10;

export default async function QualityPage({ params }: { params: Promise<{ datasetId: string }> }) {
  const { datasetId } = await params;
  const [health, quality, stats, crawls, sources] = await Promise.all([
    load(getDatasetHealth, healthService.getDatasetHealth, { datasetId }),
    load(getQuality, qualityService.getQuality, { datasetId }),
    load(getDatasetStats, datasets.getDatasetStats, { datasetId }),
    load(listJobs, jobs.listJobs, { datasetId, limit: MOST_CRAWLS }),
    load(listSources, sourceService.listSources, { limit: 200 }),
  ]);
  return (
    <PageBody>
      <div className="grid grid-cols-1 gap-8">
        <Health health={health}>
          <Button variant="outline" asChild>
            <Link href={`/datasets/${datasetId}/report`}>
              <FileTextIcon />
              Report
            </Link>
          </Button>
        </Health>
        {crawls.items.some(({ status }) => status === "running") && (
          <FollowCrawl datasetId={datasetId} />
        )}
        <Checks key={datasetId} datasetId={datasetId} first={quality} />
        <SourceNames names={namesOf(sources.items)}>
          {stats.sources.length > 0 && <Composition datasetId={datasetId} stats={stats} />}
        </SourceNames>
        <CrawlFunnels
          datasetId={datasetId}
          crawls={crawls.items}
          hasMore={crawls.nextCursor !== null}
        />
      </div>
    </PageBody>
  );
}
