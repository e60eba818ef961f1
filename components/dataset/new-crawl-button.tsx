"use client";
import { PlusIcon } from "lucide-react";
import Link from "next/link";
import { useSelectedLayoutSegments } from "next/navigation";
import { Button } from "@/components/ui/button";

/** The way to more pictures. Where the page below has a primary action of its own, this one steps back. */
export function NewCrawlButton({ datasetId }: { datasetId: string }) {
  const [tab, ...below] = useSelectedLayoutSegments();
  const isPrimary = tab === undefined || (tab === "crawls" && below.length === 0);
  return (
    <Button asChild variant={isPrimary ? "default" : "outline"}>
      <Link href={`/crawls/new?datasetId=${datasetId}`}>
        <PlusIcon />
        New crawl
      </Link>
    </Button>
  );
}
