"use client";
import { ChevronRightIcon } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { Funnel } from "@/components/crawl/run/funnel";
import { countOf, formatCount } from "@/components/format";
import { OutcomeBar } from "@/components/outcome-bar";
import { StatusBadge } from "@/components/status-badge";
import { TextLink } from "@/components/text-link";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import { countsByGroup } from "@/lib/domain/outcome";
import { funnelOf } from "@/lib/domain/shortfall";

/** Where the pictures of each crawl went: the newest open, the others to be opened. */
export function CrawlFunnels({
  datasetId,
  crawls,
  hasMore,
}: {
  datasetId: string;
  crawls: readonly CrawlJob[];
  hasMore: boolean;
}) {
  if (crawls.length === 0) return null;
  return (
    <section aria-labelledby="funnels" className="grid gap-3">
      <h2 id="funnels" className="text-sm font-semibold">
        Crawls <span className="font-normal text-muted-foreground">from found to accepted</span>
      </h2>
      {crawls.map((crawl, index) => (
        <CrawlFunnel key={crawl.id} crawl={crawl} isOpen={index === 0} />
      ))}
      {hasMore && (
        <p className="text-[13px]">
          <TextLink href={`/datasets/${datasetId}/crawls`}>All crawls</TextLink>
        </p>
      )}
    </section>
  );
}

function CrawlFunnel({ crawl, isOpen }: { crawl: CrawlJob; isOpen: boolean }) {
  const router = useRouter();
  const { id, datasetId, name, status, totalImages: found, downloadedImages, outcomes } = crawl;
  const path = `/datasets/${datasetId}/crawls/${id}`;
  const progress = {
    status,
    outcomes,
    waiting: countsByGroup(found, outcomes).waiting,
    ...funnelOf(found, downloadedImages, outcomes),
  };
  return (
    <details open={isOpen} className="group rounded-lg border bg-card">
      <summary className="grid cursor-pointer list-none gap-2 rounded-lg px-3 py-2.5">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[13px]">
          <span className="flex min-w-0 items-start gap-x-2">
            <ChevronRightIcon
              className="mt-0.5 size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90"
              aria-hidden
            />
            <span className="min-w-0 font-medium break-words">{name}</span>
          </span>
          <StatusBadge status={status} />
          <span className="text-muted-foreground tabular-nums">
            {countOf(found, "URL")}, {formatCount(progress.accepted)} accepted
          </span>
        </span>
        <OutcomeBar found={found} outcomes={outcomes} />
      </summary>
      <div className="grid gap-2 border-t p-3">
        <Funnel
          progress={progress}
          onPick={(outcome) => router.push(`${path}?outcome=${outcome}` as Route)}
        />
        <p className="flex gap-4 text-[13px]">
          <Link href={path as Route} className="rounded-sm underline underline-offset-2">
            The crawl
          </Link>
          <Link
            href={`${path}/report` as Route}
            className="rounded-sm underline underline-offset-2"
          >
            Its report
          </Link>
        </p>
      </div>
    </details>
  );
}
