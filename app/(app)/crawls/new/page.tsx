import type { Metadata } from "next";
import { NewCrawlForm } from "@/components/crawl/new/new-crawl-form";
import { PageHeader } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listDatasets } from "@/lib/contract/datasets";
import { getJob } from "@/lib/contract/jobs";
import { listSources } from "@/lib/contract/sources";
import { Id } from "@/lib/domain/page";
import * as datasets from "@/lib/services/datasets";
import * as jobs from "@/lib/services/jobs";
import * as sourceService from "@/lib/services/sources";

export const metadata: Metadata = { title: "New crawl" };

type Name = "keywords" | "sources" | "datasetId" | "projectId" | "from" | "label" | "expand";
type Query = Record<Name, string | string[]>;
const textOf = (value: string | string[] | undefined): string => [value ?? []].flat().join(",");

export default async function NewCrawlPage({
  searchParams,
}: {
  searchParams: Promise<Partial<Query>>;
}) {
  const query = await searchParams;
  const jobId = Id.safeParse(query.from).data;
  const [sources, { items }, job] = await Promise.all([
    load(listSources, sourceService.listSources, {}),
    load(listDatasets, datasets.listDatasets, { limit: 200 }),
    jobId ? load(getJob, jobs.getJob, { jobId }) : null,
  ]);
  const labels = [query.label ?? []].flat();
  const choices = items.map(({ id, name }) => ({ id, name }));
  const isKnown = choices.some(({ id }) => id === query.datasetId);
  return (
    <div className="mx-auto w-full max-w-3xl px-4 pt-6 sm:px-6">
      <PageHeader
        title="New crawl"
        text="Say what the pictures should show and where to look. Everything that is found is checked, and duplicates are left out."
      />
      <NewCrawlForm
        sources={sources.items}
        datasets={choices}
        prefill={{
          keywords: textOf(query.keywords),
          sources: textOf(query.sources),
          datasetId: isKnown ? textOf(query.datasetId) : null,
          projectId: Id.safeParse(query.projectId).data ?? null,
          from: job && { job, labels, isExpanding: query.expand !== undefined },
        }}
      />
    </div>
  );
}
