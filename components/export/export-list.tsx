"use client";
import { ArchiveIcon, DownloadIcon, Trash2Icon } from "lucide-react";
import Link from "next/link";
import { urlOf } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { CopyButton } from "@/components/copy-button";
import { countOf, formatBytes } from "@/components/format";
import { RelativeTime } from "@/components/relative-time";
import { StatusBadge } from "@/components/status-badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Progress } from "@/components/ui/progress";
import { getExportContent } from "@/lib/contract/exports";
import type { Export, ExportFormat } from "@/lib/domain/export";
import type { Page } from "@/lib/domain/page";
import { type ExportsOf, isBuilding, useDeleteExport, useExports } from "./use-exports";

const FORMAT_LABELS: Record<ExportFormat, string> = { "image-folder": "Image folder" };

const formatOf = ({ format, archive }: Export): string =>
  `${FORMAT_LABELS[format]}, ${archive.toUpperCase()}`;

function Facts({ item, showFormat }: { item: Export; showFormat: boolean }) {
  const known = [
    showFormat && formatOf(item),
    item.imageCount !== null && countOf(item.imageCount, "image"),
    item.sizeBytes !== null && formatBytes(item.sizeBytes),
  ].filter((fact) => fact !== false);
  return (
    <p className="text-xs text-muted-foreground tabular-nums">
      {known.join(" · ")}
      {known.length > 0 && " · "}
      made <RelativeTime at={item.createdAt} />
      {item.expiresAt && item.status === "ready" && (
        <>
          {" · expires "}
          <RelativeTime at={item.expiresAt} />
        </>
      )}
    </p>
  );
}

function Checksum({ sha256 }: { sha256: string }) {
  return (
    <p className="flex min-w-0 items-center gap-1 text-xs text-muted-foreground">
      <span className="whitespace-nowrap">SHA-256</span>
      <code className="truncate font-mono" title={sha256}>
        {sha256}
      </code>
      <CopyButton text={sha256} label="Copy the checksum" />
    </p>
  );
}

function ExportRow({ item, showDataset }: { item: Export; showDataset: boolean }) {
  const remove = useDeleteExport();
  const name = showDataset ? item.datasetName : formatOf(item);
  return (
    <li className="grid items-center sm:grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 gap-0.5">
        <div className="flex min-w-0 items-center gap-2">
          {showDataset ? (
            <Link
              href={`/datasets/${item.datasetId}/exports`}
              className="truncate text-sm font-medium hover:underline"
            >
              {name}
            </Link>
          ) : (
            <span className="truncate text-sm font-medium">{name}</span>
          )}
          <StatusBadge status={item.status} />
        </div>
        <Facts item={item} showFormat={showDataset} />
        {item.sha256 && item.status === "ready" && <Checksum sha256={item.sha256} />}
        {item.error && <p className="text-xs text-failed-ink">{item.error}</p>}
      </div>
      <div className="flex items-center gap-1">
        {item.status === "ready" && (
          <Button asChild variant="outline">
            <a href={urlOf(getExportContent, { exportId: item.id })} download>
              <DownloadIcon />
              Download
            </a>
          </Button>
        )}
        <ConfirmDialog
          trigger={
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Delete the export of ${item.datasetName}`}
            >
              <Trash2Icon />
            </Button>
          }
          title={`Delete this export of “${item.datasetName}”?`}
          description="Its file goes and links to it stop working. The dataset stays, and you can export it again."
          confirmLabel="Delete export"
          onConfirm={() => remove(item.id)}
        />
      </div>
      {isBuilding(item) && (
        <div className="col-span-full flex items-center gap-3">
          <Progress
            value={item.progress}
            aria-label={`Progress of the export of ${item.datasetName}`}
          />
          <span className="w-9 text-right text-xs tabular-nums" aria-hidden>
            {item.progress} %
          </span>
        </div>
      )}
    </li>
  );
}

/** Exports with their state, live while they are built. */
export function ExportList({ of, first }: { of: ExportsOf; first: Page<Export> }) {
  const items = useExports(of, first);
  if (items.length === 0)
    return (
      <Empty
        icon={ArchiveIcon}
        title="No exports yet"
        text={
          of.datasetId
            ? "Build one, and it waits here for download."
            : "Open a dataset and build an export there. It then waits here for download."
        }
      />
    );
  return (
    <ul className="divide-y overflow-hidden rounded-lg border bg-card">
      {items.map((item) => (
        <ExportRow key={item.id} item={item} showDataset={!of.datasetId} />
      ))}
    </ul>
  );
}
