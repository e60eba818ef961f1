import type { Metadata } from "next";
import { ExportList } from "@/components/export/export-list";
import { PageBody, PageHeader } from "@/components/page-header";
import { PageLinks } from "@/components/page-links";
import { load } from "@/lib/api/page";
import { listExports } from "@/lib/contract/exports";
import * as exportService from "@/lib/services/exports";

export const metadata: Metadata = { title: "Exports" };

export default async function ExportsPage({
  searchParams,
}: {
  searchParams: Promise<{ cursor?: string }>;
}) {
  const { cursor } = await searchParams;
  const first = await load(listExports, exportService.listExports, { cursor });
  return (
    <PageBody>
      <PageHeader title="Exports" text="Archives of your datasets, ready to train on." />
      <ExportList key={cursor} of={{ cursor }} first={first} />
      <PageLinks path="/exports" cursor={cursor} nextCursor={first.nextCursor} />
    </PageBody>
  );
}
