import type { Metadata } from "next";
import { NewCrawlForm } from "@/components/crawl/new/new-crawl-form";
import { PageHeader } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { listDatasets } from "@/lib/contract/datasets";
import { listSources } from "@/lib/contract/sources";
import { Id } from "@/lib/domain/page";
import * as datasets from "@/lib/services/datasets";
import * as sourceService from "@/lib/services/sources";

export const metadata: Metadata = { title: "New crawl" };

type Query = Record<"keywords" | "sources" | "datasetId" | "projectId", string | string[]>;
const textOf = (value: string | string[] | undefined): string => [value ?? []].flat().join(",");

export default async function NewCrawlPage({
  searchParams,
}: {
  searchParams: Promise<Partial<Query>>;
}) {
  const query = await searchParams;
  const [sources, { items }] = await Promise.all([
    load(listSources, sourceService.listSources, {}),
    load(listDatasets, datasets.listDatasets, { limit: 200 }),
  ]);
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
        }}
      />
    </div>
  );
}
