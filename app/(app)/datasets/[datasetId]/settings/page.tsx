import type { Metadata } from "next";
import { DatasetForm } from "@/components/dataset/dataset-form";
import { DeleteDataset } from "@/components/dataset/delete-dataset";
import { LabelList } from "@/components/label/label-list";
import { PageBody } from "@/components/page-header";
import { load } from "@/lib/api/page";
import { getDataset } from "@/lib/contract/datasets";
import { listProjects } from "@/lib/contract/projects";
import * as datasets from "@/lib/services/datasets";
import * as projectService from "@/lib/services/projects";

export const metadata: Metadata = { title: "Settings" };

export default async function DatasetSettingsPage({
  params,
}: {
  params: Promise<{ datasetId: string }>;
}) {
  const { datasetId } = await params;
  const [dataset, projects] = await Promise.all([
    load(getDataset, datasets.getDataset, { datasetId }),
    load(listProjects, projectService.listProjects, { limit: 200 }),
  ]);
  return (
    <PageBody>
      <h2 className="sr-only">Settings</h2>
      <div className="grid max-w-2xl gap-6">
        <DatasetForm
          key={dataset.updatedAt}
          dataset={dataset}
          projects={projects.items.map(({ id, name }) => ({ id, name }))}
        />
        <LabelList datasetId={datasetId} />
        <DeleteDataset dataset={dataset} />
      </div>
    </PageBody>
  );
}
