import type { Metadata } from "next";
import Link from "next/link";
import { loadDataset, loadProjects } from "@/app/(app)/shared-loads";
import { DatasetForm } from "@/components/dataset/dataset-form";
import { DeleteDataset } from "@/components/dataset/delete-dataset";
import { LabelList } from "@/components/label/label-list";
import { PageBody } from "@/components/page-header";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";

export const metadata: Metadata = { title: "Settings" };

export default async function DatasetSettingsPage({
  params,
}: {
  params: Promise<{ datasetId: string }>;
}) {
  const { datasetId } = await params;
  const [dataset, projects] = await Promise.all([loadDataset(datasetId), loadProjects()]);
  return (
    <PageBody>
      <h2 className="sr-only">Settings</h2>
      <div className="grid max-w-2xl gap-6">
        <DatasetForm
          key={dataset.updatedAt}
          dataset={dataset}
          projects={projects.items.map(({ id, name }) => ({ id, name }))}
        />
        <Card>
          <CardHeader>
            <CardTitle>Checks</CardTitle>
            <CardDescription>
              Pictures are judged at the level “{dataset.validationLevel}”. It stands on the quality
              page, beside what it hides.
            </CardDescription>
            <CardAction>
              <Button variant="outline" asChild>
                <Link href={`/datasets/${datasetId}/quality#checks`}>Change</Link>
              </Button>
            </CardAction>
          </CardHeader>
        </Card>
        <LabelList datasetId={datasetId} />
        <DeleteDataset dataset={dataset} />
      </div>
    </PageBody>
  );
}
