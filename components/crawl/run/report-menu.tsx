"use client";
import { ClipboardIcon, DownloadIcon, FileTextIcon } from "lucide-react";
import { toast } from "sonner";
import { urlOf } from "@/components/api";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { getJobReport } from "@/lib/contract/jobs";

async function readReport(url: string): Promise<Blob> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("The report could not be read.");
  return new Blob([await answer.text()], { type: "text/plain" });
}

/** The whole run as Markdown: to download, or to paste somewhere. */
export function ReportMenu({ jobId }: { jobId: string }) {
  const url = urlOf(getJobReport, { jobId });
  // Browsers only let a click copy: the text may follow, the permission may not.
  const copy = async () => {
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": readReport(url) })]);
      toast.success("The report is copied.");
    } catch {
      toast.error("The report could not be copied. Download it instead.");
    }
  };
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
          <a href={url} download={`crawl-${jobId}.md`}>
            <DownloadIcon />
            Download as Markdown
          </a>
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copy()}>
          <ClipboardIcon />
          Copy as Markdown
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
