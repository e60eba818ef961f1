import { type Report, reportMarkdown } from "@/lib/domain/report";

/** A report as a Markdown file that is shown, or kept under its name. */
export const markdownResponse = (report: Report, fileName: string): Response =>
  new Response(reportMarkdown(report), {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": `inline; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
