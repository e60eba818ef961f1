import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { namesOf } from "@/components/crawl/names-of";
import { SourceNames } from "@/components/crawl/source-names";
import { DuplicatesView } from "@/components/duplicates/duplicates-view";
import { type GroupStatus, loadReview } from "@/components/duplicates/search";
import type { GroupPage } from "@/components/duplicates/use-groups";
import { load } from "@/lib/api/page";
import { listDuplicateGroups, listOverlaps } from "@/lib/contract/duplicates";
import { listSources } from "@/lib/contract/sources";
import { listValidationBatches } from "@/lib/contract/validation";
import * as duplicates from "@/lib/services/duplicates";
import * as sourceService from "@/lib/services/sources";
import * as validation from "@/lib/services/validation";

export const metadata: Metadata = { title: "Duplicates" };

const OVERLAPS_SHOWN = 50;
/** Among so many of the newest batches the last search for duplicates is looked for. */
const BATCHES_LOOKED_AT = 20;

const listGroups = (datasetId: string, status: GroupStatus, from: string | undefined) =>
  load(listDuplicateGroups, duplicates.listDuplicateGroups, { datasetId, status, from, limit: 20 });

/** The list that holds the group of the address: a link does not know whether it is decided on. */
async function findList(
  datasetId: string,
  status: GroupStatus,
  group: string | null,
): Promise<{ status: GroupStatus; first: GroupPage }> {
  const first = await listGroups(datasetId, status, group ?? undefined);
  if (!group || first.items[0]?.id === group) return { status, first };
  const otherStatus = status === "open" ? "resolved" : "open";
  const other = await listGroups(datasetId, otherStatus, group);
  return other.items[0]?.id === group ? { status: otherStatus, first: other } : { status, first };
}

export default async function DuplicatesPage({
  params,
  searchParams,
}: {
  params: Promise<{ datasetId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const { datasetId } = await params;
  const { group, status: wanted } = await loadReview(searchParams);
  const [{ status, first }, batches, overlaps, sources] = await Promise.all([
    findList(datasetId, wanted, group),
    load(listValidationBatches, validation.listValidationBatches, {
      datasetId,
      limit: BATCHES_LOOKED_AT,
    }),
    load(listOverlaps, duplicates.listOverlaps, { datasetId, limit: OVERLAPS_SHOWN }),
    load(listSources, sourceService.listSources, { limit: 200 }),
  ]);
  return (
    <SourceNames names={namesOf(sources.items)}>
      <DuplicatesView
        key={`${datasetId} ${status}`}
        datasetId={datasetId}
        status={status}
        from={group}
        first={first}
        latestSearch={batches.items.find(({ kind }) => kind === "dedupe") ?? null}
        overlaps={overlaps.items}
      />
    </SourceNames>
  );
}
