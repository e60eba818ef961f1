import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { request, urlOf } from "@/components/api";
import { getJobProgress, streamJobEvents } from "@/lib/contract/jobs";
import {
  type CrawlJob,
  isFinished,
  type JobProgress,
  type JobStatus,
} from "@/lib/domain/crawl-job";
import type { Image } from "@/lib/domain/image";
import { countsByGroup } from "@/lib/domain/outcome";
import { CONTACT_SLOTS, fillSlots } from "./contact-slots";

/** `ended` needs no connection; `lost` means that the numbers are asked for every few seconds meanwhile. */
export type Connection = "connecting" | "live" | "lost" | "ended";

/** What a retry was answered; `isRetryOnly` where it named the outcomes to run again. */
export type OnRetried = (job: CrawlJob, isRetryOnly: boolean) => void;

const FLUSH_MS = 250;
const POLL_MS = 5_000;
const REOPEN_MS = 5_000;
/** A cancelled crawl ends what it has in hand within two seconds, and a busy server looks every five. */
const SETTLING_MS = 10_000;

export const progressKey = (jobId: string) => ["job-progress", jobId];

/** A crawl as it goes on. Pictures arrive in bursts, so they are shown four times a second at most. */
export function useJobStream(jobId: string, first: { progress: JobProgress; images: Image[] }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>("connecting");
  const [images, setImages] = useState(() => fillSlots([], first.images));
  // Older pictures than a full sheet held at first stay off it; ids grow with time.
  const [oldestId] = useState(() => first.images.at(-CONTACT_SLOTS)?.id ?? "");
  const newestSeq = useRef(0);
  const [attempt, setAttempt] = useState(0);
  const [isSettling, setSettling] = useState(false);

  const { data: progress } = useQuery({
    queryKey: progressKey(jobId),
    queryFn: () => request(getJobProgress, { jobId }),
    initialData: first.progress,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: connection === "lost" ? POLL_MS : false,
  });
  const isOver = isFinished(progress.status);
  const isSettled = isOver && !isSettling;

  const setStatus = useCallback(
    (status: JobStatus) => {
      client.setQueryData<JobProgress>(
        progressKey(jobId),
        (before) => before && { ...before, status },
      );
    },
    [client, jobId],
  );

  /** Takes over what a person's action was answered. One that ends the crawl is followed until its last pictures are counted. */
  const steered = useCallback(
    (status: JobStatus) => {
      setStatus(status);
      setSettling(isFinished(status));
    },
    [setStatus],
  );
  useEffect(() => {
    if (!isSettling) return;
    const settled = setTimeout(() => {
      setSettling(false);
      // The stream may have missed the last ones.
      void client.invalidateQueries({ queryKey: progressKey(jobId) });
    }, SETTLING_MS);
    return () => clearTimeout(settled);
  }, [client, jobId, isSettling]);

  /** Shows the crawl as a retry left it, and answers what that is; the stream goes on from there. */
  const retried = useCallback(
    (job: CrawlJob, isRetryOnly: boolean) => {
      const { status, outcomes, totalImages, validImages } = job;
      const { waiting } = countsByGroup(totalImages, outcomes);
      const now = { status, isRetryOnly, outcomes, waiting, accepted: validImages };
      const told = { advice: [], warnings: [], shortfall: null, error: null };
      client.setQueryData<JobProgress>(
        progressKey(jobId),
        (before) => before && { ...before, ...now, ...told },
      );
      return now;
    },
    [client, jobId],
  );

  // The page is asked for again when the crawl ends: for the pictures that the stream had no time for,
  // and without those that a better copy has replaced meanwhile.
  useEffect(() => setImages(fillSlots([], first.images)), [first.images]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new state is what asks for the rows written with it
  useEffect(() => {
    for (const name of ["job-candidates", "job-logs", "job-lanes"])
      void client.invalidateQueries({ queryKey: [name, jobId] });
  }, [client, jobId, progress.status, isSettled]);

  useEffect(() => {
    if (isSettled) return;
    const stream = new EventSource(urlOf(streamJobEvents, { jobId }));
    let arrived: Image[] = [];
    let flushing: ReturnType<typeof setTimeout> | undefined;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      flushing = undefined;
      const batch = arrived;
      arrived = [];
      setImages((before) => fillSlots(before, batch));
    };
    stream.addEventListener("open", () => setConnection("live"));
    stream.addEventListener("progress", ({ data }: MessageEvent<string>) => {
      setConnection("live");
      client.setQueryData(progressKey(jobId), JSON.parse(data) as JobProgress);
    });
    stream.addEventListener("image", ({ data, lastEventId }: MessageEvent<string>) => {
      const image = JSON.parse(data) as Image;
      // A stream that was opened anew starts over from the first picture.
      if (Number(lastEventId) <= newestSeq.current || image.id < oldestId) return;
      newestSeq.current = Number(lastEventId);
      arrived.push(image);
      flushing ??= setTimeout(flush, FLUSH_MS);
    });
    stream.addEventListener("status", ({ data }: MessageEvent<string>) => {
      setStatus((JSON.parse(data) as { status: JobStatus }).status);
    });
    stream.addEventListener("error", () => {
      setConnection("lost");
      // The browser reconnects by itself after a broken connection, but gives up after an answer that is no stream.
      if (stream.readyState === EventSource.CLOSED)
        reopening ??= setTimeout(() => setAttempt(attempt + 1), REOPEN_MS);
    });
    return () => {
      stream.close();
      clearTimeout(flushing);
      clearTimeout(reopening);
      flush();
    };
  }, [client, jobId, isSettled, attempt, oldestId, setStatus]);

  return {
    progress,
    images,
    connection: isOver ? ("ended" as const) : connection,
    isSettled,
    steered,
    retried,
  };
}
