import { ApiError, type ApiProblem, urlOf } from "@/components/api";
import { importToDataset } from "@/lib/contract/datasets";
import { CrawlJob } from "@/lib/domain/crawl-job";

const UPLOAD_TIMEOUT_MS = 120_000;

/** Posts a file of URLs to a dataset; answers the crawl that reads it. Throws ApiError. */
export async function importList(
  datasetId: string,
  file: File,
  label: string | null,
): Promise<CrawlJob> {
  const body = new FormData();
  // The label precedes the file, because the server reads the parts as they come.
  if (label) body.append("label", label);
  body.append("file", file);
  const response = await fetch(urlOf(importToDataset, { datasetId }), {
    method: "POST",
    body,
    signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
  });
  // Every answer that is not a success is a problem document.
  if (!response.ok) throw new ApiError((await response.json()) as ApiProblem);
  return CrawlJob.parse(await response.json());
}
