import type { Metadata, Route } from "next";
import { type ReactNode, Suspense } from "react";
import { loadDataset, loadProjects, loadReview } from "@/app/(app)/shared-loads";
import { DatasetTabs } from "@/components/dataset/dataset-tabs";
import { DatasetTitle } from "@/components/dataset/dataset-title";
import { ImportDialog } from "@/components/dataset/import-dialog";
import { NewCrawlButton } from "@/components/dataset/new-crawl-button";
import { countOf, formatBytes, formatCount } from "@/components/format";
import { OptOutBanner } from "@/components/project/opt-out-banner";
import { Skeleton } from "@/components/ui/skeleton";
import { load } from "@/lib/api/page";
import { listExports } from "@/lib/contract/exports";
import { listJobs } from "@/lib/contract/jobs";
import { getProject } from "@/lib/contract/projects";
import type { Page } from "@/lib/domain/page";
import * as exportService from "@/lib/services/exports";
import * as jobs from "@/lib/services/jobs";
import * as projects from "@/lib/services/projects";

interface Props {
  params: Promise<{ datasetId: string }>;
  children: ReactNode;
}

/** Counted up to here; beyond it says "100+". */
const COUNTED = 100;
const countOfPage = ({ items, nextCursor }: Page<unknown>): string =>
  nextCursor ? `${items.length}+` : formatCount(items.length);

export async function generateMetadata({ params }: Omit<Props, "children">): Promise<Metadata> {
  // The layout says what is wrong; thrown from here too, it would leave the page without any title.
  const { datasetId } = await params;
  const dataset = await loadDataset(datasetId).catch(() => null);
  if (!dataset) return { title: { default: "Not found", template: "Not found · PixCrawler" } };
  return { title: { default: dataset.name, template: `%s · ${dataset.name} · PixCrawler` } };
}

/** What the dataset is called and holds, and the ways to its parts. */
async function Header({ datasetId }: { datasetId: string }) {
  const [dataset, crawls, exports, { open }] = await Promise.all([
    loadDataset(datasetId),
    load(listJobs, jobs.listJobs, { datasetId, limit: COUNTED }),
    load(listExports, exportService.listExports, { datasetId, limit: COUNTED }),
    loadReview(datasetId),
  ]);
  const { projectId } = dataset;
  const { items } = await loadProjects();
  const project =
    items.find(({ id }) => id === projectId) ??
    (await load(getProject, projects.getProject, { projectId }));
  const path = `/datasets/${datasetId}`;
  return (
    <>
      <div className="border-b px-4 pt-4 sm:px-6 print:hidden">
        <div className="mb-2 flex flex-wrap items-center gap-x-4">
          <div className="min-w-0 flex-1 basis-0">
            <DatasetTitle key={dataset.name} datasetId={datasetId} name={dataset.name} />
          </div>
          <div className="flex gap-2">
            <ImportDialog datasetId={datasetId} />
            <NewCrawlButton datasetId={datasetId} />
          </div>
          <p className="w-full truncate text-[13px] text-muted-foreground">
            {countOf(dataset.imageCount, "picture")} kept, {countOf(dataset.labels.length, "label")}
            , {formatBytes(dataset.sizeBytes)}
            {dataset.description && ` · ${dataset.description}`}
          </p>
        </div>
        <DatasetTabs
          tabs={[
            { label: "Gallery", href: path as Route, count: formatCount(dataset.imageCount) },
            { label: "Crawls", href: `${path}/crawls` as Route, count: countOfPage(crawls) },
            {
              label: "Duplicates",
              href: `${path}/duplicates` as Route,
              count: open > 0 ? formatCount(open) : null,
            },
            { label: "Quality", href: `${path}/quality` as Route, count: null },
            { label: "Exports", href: `${path}/exports` as Route, count: countOfPage(exports) },
            { label: "Settings", href: `${path}/settings` as Route, count: null },
          ]}
        />
      </div>
      {project.optOutOverride && (
        <div className="mx-auto w-full max-w-6xl px-4 pt-4 sm:px-6">
          <OptOutBanner project={project} />
        </div>
      )}
    </>
  );
}

/** As tall as the header. */
const HeaderSkeleton = () => (
  <div
    aria-hidden
    className="flex h-28 flex-col gap-2 border-b px-4 pt-4 sm:px-6 print:hidden pointer-coarse:h-31"
  >
    <Skeleton className="h-6 w-48 pointer-coarse:h-8" />
    <Skeleton className="h-4 w-64 max-w-full" />
    <Skeleton className="mt-3 h-4 w-96 max-w-full" />
  </div>
);

export default async function DatasetLayout({ params, children }: Props) {
  const { datasetId } = await params;
  // Before anything is sent, so that what is not there is a 404.
  await loadReview(datasetId);
  return (
    <>
      <Suspense fallback={<HeaderSkeleton />}>
        <Header datasetId={datasetId} />
      </Suspense>
      {children}
    </>
  );
}
