"use client";
import { PackageIcon } from "lucide-react";
import { countOf, formatBytes } from "@/components/format";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import type { Dataset } from "@/lib/domain/dataset";
import { FormatPreview } from "./format-preview";
import { Loaders } from "./loaders";
import { useCreateExport } from "./use-exports";

/** What an export will look like, how to load it, and the button that builds it. */
export function CreateExport({ dataset }: { dataset: Dataset }) {
  const create = useCreateExport(dataset.id);
  const isEmpty = dataset.imageCount === 0;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Image folder</CardTitle>
        <CardDescription>
          One folder a label, in a ZIP. Duplicates and rejected pictures stay out.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid grid-cols-1 gap-4">
        <FormatPreview labels={dataset.labels} />
        <div className="grid grid-cols-1 gap-2">
          <h3 className="text-[13px] font-medium">Load it in Python</h3>
          <Loaders />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-[13px] text-muted-foreground tabular-nums">
            {isEmpty
              ? "There is nothing to export yet."
              : `${countOf(dataset.imageCount, "image")}, about ${formatBytes(dataset.sizeBytes)}`}
          </p>
          <Button disabled={isEmpty || create.isPending} onClick={() => create.mutate()}>
            {create.isPending ? <Spinner /> : <PackageIcon />}
            Build export
          </Button>
        </div>
        {create.error && (
          <p role="alert" className="text-[13px] text-failed-ink">
            {problemText(create.error)}
          </p>
        )}
      </CardContent>
    </Card>
  );
}
