import { ApiError, type ApiProblem, urlOf } from "@/components/api";
import { importToDataset } from "@/lib/contract/datasets";
import { CrawlJob } from "@/lib/domain/crawl-job";
import type { OwnMaterial } from "./own-material";

/** An upload that moves may take as long as it needs; one that stands still, or a silent server, may not. */
const STALL_MS = 60_000;
const READING_MS = 600_000;

/** Bytes sent so far; `isSent` while the server reads them. */
export interface UploadProgress {
  sentBytes: number;
  totalBytes: number;
  isSent: boolean;
}

const BROKEN: ApiProblem = {
  code: "unavailable",
  title: "No connection",
  status: 0,
  detail: "The upload broke off. Nothing was imported.",
  requestId: "-",
};

function problemIn(text: string): ApiProblem {
  try {
    // Every answer of ours that is not a success is a problem document.
    return JSON.parse(text) as ApiProblem;
  } catch {
    return BROKEN;
  }
}

function formOf({ files, columns }: OwnMaterial, label: string | null): FormData {
  const form = new FormData();
  // Fields precede the files, because the server reads the parts as they come.
  if (label) form.append("label", label);
  for (const [name, column] of Object.entries(columns))
    if (column.trim()) form.append(name, column.trim());
  for (const { file, path } of files) form.append("file", file, path);
  return form;
}

/** Posts files to a dataset and answers the crawl that reads them. Throws ApiError; an aborted one answers null. */
export function importFiles(
  datasetId: string,
  own: OwnMaterial,
  label: string | null,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: UploadProgress) => void },
): Promise<CrawlJob | null> {
  const { promise, resolve, reject } = Promise.withResolvers<CrawlJob | null>();
  // fetch does not tell how much of a body has been sent.
  const request = new XMLHttpRequest();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const within = (waitMs: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(() => request.abort(), waitMs);
  };
  const note = (event: ProgressEvent, isSent: boolean) => {
    within(isSent ? READING_MS : STALL_MS);
    onProgress({ sentBytes: event.loaded, totalBytes: event.total, isSent });
  };
  const stop = () => request.abort();
  request.upload.onprogress = (event) => note(event, false);
  request.upload.onload = (event) => note(event, true);
  request.onload = () => {
    if (request.status === 202) resolve(CrawlJob.parse(JSON.parse(request.responseText)));
    else reject(new ApiError(problemIn(request.responseText)));
  };
  request.onerror = () => reject(new ApiError(BROKEN));
  request.onabort = () => (signal.aborted ? resolve(null) : reject(new ApiError(BROKEN)));
  request.onloadend = () => {
    clearTimeout(deadline);
    signal.removeEventListener("abort", stop);
  };
  signal.addEventListener("abort", stop);
  request.open("POST", urlOf(importToDataset, { datasetId }));
  request.send(formOf(own, label));
  within(STALL_MS);
  return promise;
}
