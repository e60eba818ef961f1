"use client";
import { Trash2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf, formatBytes } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Card, CardAction, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { deleteDataset } from "@/lib/contract/datasets";
import type { Dataset } from "@/lib/domain/dataset";

/** Deletes a dataset after its name was typed. */
export function DeleteDataset({ dataset }: { dataset: Dataset }) {
  const router = useRouter();
  const goes = `${countOf(dataset.imageCount, "picture")} (${formatBytes(dataset.sizeBytes)}) with their duplicates, all crawls and all exports`;
  return (
    <Card className="border-failed/40">
      <CardHeader>
        <CardTitle>Delete this dataset</CardTitle>
        <CardDescription>{goes} go with it.</CardDescription>
        <CardAction>
          <ConfirmDialog
            trigger={
              <Button variant="outline" className="text-failed-ink">
                <Trash2Icon />
                Delete
              </Button>
            }
            title={`Delete “${dataset.name}”?`}
            description={`${goes} are deleted for good. Running crawls stop. This cannot be undone.`}
            typed={dataset.name}
            confirmLabel="Delete the dataset"
            onConfirm={async () => {
              await request(deleteDataset, { datasetId: dataset.id });
              router.push(`/projects/${dataset.projectId}`);
              router.refresh();
            }}
          />
        </CardAction>
      </CardHeader>
    </Card>
  );
}
