"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { qualityKey } from "./use-quality";

const EVERY_MS = 10_000;

/** While a crawl runs, what it brings is counted again now and then. */
export function FollowCrawl({ datasetId }: { datasetId: string }) {
  const queries = useQueryClient();
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.hidden) return;
      void queries.invalidateQueries({ queryKey: qualityKey(datasetId) });
      router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [queries, router, datasetId]);
  return null;
}
