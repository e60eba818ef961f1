"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { toast } from "sonner";
import type { DatasetChoice } from "./dataset-field";
import type { Draft } from "./draft";
import type { UploadProgress } from "./own/import-files";
import { startCrawl } from "./start-crawl";

/** Starts what the form says, and goes to the page that shows it. */
export function useStartCrawl({
  onDataset,
  onRefused,
}: {
  onDataset: (made: DatasetChoice) => void;
  onRefused: (error: Error) => void;
}) {
  const router = useRouter();
  const upload = useRef(new AbortController());
  const started = useRef(new Map<string, string>());
  const [progress, setProgress] = useState<UploadProgress | null>(null);
  const start = useMutation({
    mutationFn: (draft: Draft) => {
      upload.current = new AbortController();
      const { signal } = upload.current;
      const watch = { started: started.current, signal, onDataset, onProgress: setProgress };
      return startCrawl(draft, watch);
    },
    onSuccess: (where) => {
      setProgress(null);
      if (!where) return;
      const { datasetId, jobId, warning } = where;
      if (warning) toast.warning(warning);
      // The router leaves the scroll position alone where the new page's own part is in view, and that part lies below a header.
      window.scrollTo(0, 0);
      router.push(`/datasets/${datasetId}/crawls${jobId ? `/${jobId}` : ""}`);
      // The rail may have a new dataset to show.
      router.refresh();
    },
    onError: (error) => {
      setProgress(null);
      onRefused(error);
    },
  });
  return {
    start: start.mutate,
    stopUpload: () => upload.current.abort(),
    error: start.error,
    progress,
    /** Also while the next page is on its way. */
    isStarting: start.isPending || (start.isSuccess && start.data !== null),
    /** Some of it runs already, although the rest was refused. */
    isHalfStarted: started.current.size > 0,
  };
}
