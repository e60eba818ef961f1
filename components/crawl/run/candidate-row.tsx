import Link from "next/link";
import { memo } from "react";
import { useSourceName } from "@/components/crawl/source-names";
import { ExternalLink } from "@/components/dataset/external-link";
import { OutcomeBadge } from "@/components/outcome";
import { TableCell, TableRow } from "@/components/ui/table";
import type { CandidateRecord } from "@/lib/domain/crawl-job";

export const CandidateRow = memo(function CandidateRow({
  candidate,
  datasetId,
}: {
  candidate: CandidateRecord;
  datasetId: string;
}) {
  const nameOf = useSourceName();
  const { url, outcome, detail, httpStatus, attempts, imageId } = candidate;
  const { host, rest } = splitUrl(url);
  return (
    <TableRow>
      <TableCell className="w-1/2 max-w-0 min-w-40">
        <ExternalLink
          href={url}
          label={url}
          className="block truncate text-foreground no-underline hover:underline"
        >
          <span className="font-medium">{host}</span>
          <span className="text-muted-foreground">{rest}</span>
        </ExternalLink>
        <span className="block truncate text-xs text-muted-foreground">
          {candidate.keyword} on {nameOf(candidate.source)}
        </span>
      </TableCell>
      <TableCell className="max-w-0 min-w-44">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <OutcomeBadge outcome={outcome} />
          {imageId && (
            <Link
              href={`/datasets/${datasetId}?image=${imageId}`}
              prefetch={false}
              className="text-xs text-primary-ink underline underline-offset-2"
            >
              {outcome === "accepted" ? "Picture" : "The one it repeats"}
            </Link>
          )}
        </span>
        {detail && (
          <span
            className="mt-0.5 line-clamp-2 text-xs break-words text-muted-foreground"
            title={detail}
          >
            {detail}
          </span>
        )}
      </TableCell>
      <TableCell className="hidden text-right sm:table-cell">{httpStatus ?? "–"}</TableCell>
      <TableCell className="hidden text-right sm:table-cell">{attempts}</TableCell>
    </TableRow>
  );
});

function splitUrl(url: string): { host: string; rest: string } {
  const parsed = URL.parse(url);
  return parsed?.host
    ? { host: parsed.host, rest: `${parsed.pathname}${parsed.search}` }
    : { host: "", rest: url };
}
