"use client";
import { BookOpenTextIcon, ClipboardIcon, DownloadIcon, FileTextIcon } from "lucide-react";
import Link from "next/link";
import { urlOf } from "@/components/api";
import { copyReport } from "@/components/report/copy-report";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { getJobReport } from "@/lib/contract/jobs";

/** The whole run as a page and as Markdown: to read, to download, or to paste somewhere. */
export function ReportMenu({ datasetId, jobId }: { datasetId: string; jobId: string }) {
  const url = urlOf(getJobReport, { jobId });
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline">
          <FileTextIcon />
          Report
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem asChild>
          <Link href={`/datasets/${datasetId}/crawls/${jobId}/report`}>
            <BookOpenTextIcon />
            Read the report
          </Link>
        </DropdownMenuItem>
        <DropdownMenuItem asChild>
          <a href={url} download={`crawl-${jobId}.md`}>
            <DownloadIcon />
            Download as Markdown
          </a>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copyReport(url)}>
          <ClipboardIcon />
          Copy as Markdown
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
