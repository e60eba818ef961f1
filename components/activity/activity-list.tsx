"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { HistoryIcon } from "lucide-react";
import Link from "next/link";
import { request } from "@/components/api";
import { LoadMore } from "@/components/crawl/load-more";
import { ProblemNote } from "@/components/dataset/problem-note";
import { actorText } from "@/components/gallery/panel/history-words";
import { RelativeTime } from "@/components/relative-time";
import { Empty } from "@/components/ui/empty";
import { listActivity } from "@/lib/contract/activity";
import type { Activity } from "@/lib/domain/activity";
import type { Page } from "@/lib/domain/page";
import { activityPath, activityText, datasetOf } from "./activity-words";

/** What was done in the account, the newest first. */
export function ActivityList({
  first,
  datasets,
}: {
  first: Page<Activity>;
  /** Names of the datasets there are, by id. */
  datasets: Readonly<Record<string, string>>;
}) {
  const list = useInfiniteQuery({
    queryKey: ["activity"],
    queryFn: ({ pageParam }) =>
      request(listActivity, { ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    initialData: { pages: [first], pageParams: [null] },
  });
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Empty
        icon={HistoryIcon}
        title="Nothing has been done yet"
        text="Decisions, crawls, exports and changes of settings are listed here, with who did them and when."
      />
    );
  return (
    <div className="grid gap-4">
      <ol className="divide-y rounded-lg border">
        {items.map((entry) => (
          <Entry key={entry.id} entry={entry} datasetName={datasets[datasetOf(entry) ?? ""]} />
        ))}
      </ol>
      {list.error && <ProblemNote title="The rest could not be read" error={list.error} />}
      <LoadMore list={list} />
    </div>
  );
}

function Entry({ entry, datasetName }: { entry: Activity; datasetName: string | undefined }) {
  const path = activityPath(entry);
  const text = activityText(entry, datasetName);
  return (
    <li className="flex justify-between gap-x-4 px-4 py-2 text-[13px] max-sm:flex-col sm:items-baseline">
      {path ? (
        <Link href={path} className="min-w-0 break-words underline-offset-3 hover:underline">
          {text}
        </Link>
      ) : (
        <span className="min-w-0 break-words">{text}</span>
      )}
      <span className="shrink-0 text-xs text-muted-foreground">
        {actorText(entry.actor)}, <RelativeTime at={entry.createdAt} />
      </span>
    </li>
  );
}
