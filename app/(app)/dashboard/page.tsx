import { ImagesIcon, PlusIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { RecentCrawls } from "@/components/dashboard/recent-crawls";
import { cardGridClasses, DatasetCard } from "@/components/dataset-card";
import { PageBody, PageHeader } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { load } from "@/lib/api/page";
import { listDatasets } from "@/lib/contract/datasets";
import { listJobs } from "@/lib/contract/jobs";
import * as datasetService from "@/lib/services/datasets";
import * as jobService from "@/lib/services/jobs";

export const metadata: Metadata = { title: "Dashboard" };

const CRAWLS_SHOWN = 6;
const DATASETS_SHOWN = 12;

function FirstRun() {
  return (
    <Empty
      icon={ImagesIcon}
      title="Make your first dataset"
      text="Name what the pictures should show. PixCrawler finds them, checks them, drops duplicates and keeps the licence of each. The sample source draws its pictures on this machine, so it works without a network or a key."
      action={
        <>
          <Button asChild>
            <Link href="/crawls/new">
              <PlusIcon />
              New crawl
            </Link>
          </Button>
          <Button asChild variant="outline">
            <Link href="/crawls/new?sources=sample&keywords=red%20circle,sunset,forest,sailing%20boat">
              Try the sample source
            </Link>
          </Button>
        </>
      }
    />
  );
}

export default async function DashboardPage() {
  const [jobs, datasets] = await Promise.all([
    load(listJobs, jobService.listJobs, { limit: CRAWLS_SHOWN }),
    load(listDatasets, datasetService.listDatasets, { limit: DATASETS_SHOWN }),
  ]);
  const isFirstRun = jobs.items.length === 0 && datasets.items.length === 0;
  return (
    <PageBody>
      <PageHeader
        title="Dashboard"
        action={
          !isFirstRun && (
            <Button asChild>
              <Link href="/crawls/new">
                <PlusIcon />
                New crawl
              </Link>
            </Button>
          )
        }
      />
      {isFirstRun ? (
        <FirstRun />
      ) : (
        <div className="grid gap-8">
          {jobs.items.length > 0 && (
            <section aria-labelledby="recent-crawls">
              <h2 id="recent-crawls" className="mb-3 text-sm font-semibold">
                Recent crawls
              </h2>
              <RecentCrawls jobs={jobs.items} limit={CRAWLS_SHOWN} />
            </section>
          )}
          <section aria-labelledby="recent-datasets">
            <div className="mb-3 flex items-baseline justify-between">
              <h2 id="recent-datasets" className="text-sm font-semibold">
                Datasets
              </h2>
              {datasets.nextCursor && (
                <Link href="/projects" className="text-[13px] text-primary-ink hover:underline">
                  All projects
                </Link>
              )}
            </div>
            <ul className={cardGridClasses}>
              {datasets.items.map((dataset) => (
                <DatasetCard key={dataset.id} dataset={dataset} showProject />
              ))}
            </ul>
          </section>
        </div>
      )}
    </PageBody>
  );
}
