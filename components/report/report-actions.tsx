"use client";
import { ClipboardIcon, DownloadIcon, PrinterIcon } from "lucide-react";
import { Button } from "@/components/ui/button";
import { copyReport } from "./copy-report";

/** To keep a report: as a Markdown file, in the clipboard, on paper. */
export function ReportActions({ url, fileName }: { url: string; fileName: string }) {
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      <Button variant="outline" asChild>
        <a href={url} download={fileName}>
          <DownloadIcon />
          Download Markdown
        </a>
      </Button>
      <Button variant="outline" onClick={() => void copyReport(url)}>
        <ClipboardIcon />
        Copy
      </Button>
      <Button variant="outline" onClick={() => window.print()}>
        <PrinterIcon />
        Print
      </Button>
    </div>
  );
}
