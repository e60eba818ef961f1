"use client";
import type { Route } from "next";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/cn";

export interface DatasetTab {
  label: string;
  href: Route;
  /** "1,204" or "50+"; null where there is nothing to count. */
  count: string | null;
}

/** Sideways only: the page keeps its place. */
function showTab(tab: HTMLElement | null) {
  if (!tab?.parentElement) return;
  const { parentElement: row, offsetLeft, offsetWidth } = tab;
  row.scrollTo({ left: offsetLeft - (row.clientWidth - offsetWidth) / 2 });
}

/** The views of a dataset. The gallery is the dataset's own address, so it is current only there. */
export function DatasetTabs({ tabs }: { tabs: DatasetTab[] }) {
  const pathname = usePathname();
  const [gallery] = tabs;
  return (
    <nav aria-label="Dataset" className="relative -mb-px flex gap-5 overflow-x-auto">
      {tabs.map((tab) => {
        const isCurrent = tab === gallery ? pathname === tab.href : pathname.startsWith(tab.href);
        return (
          <Link
            key={tab.href}
            href={tab.href}
            // Fetched ahead, each would have the server count the dataset; its first bytes come soon enough.
            prefetch={false}
            ref={isCurrent ? showTab : null}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(
              "flex h-9 items-center pointer-coarse:h-10 gap-1.5 border-b-2 border-transparent text-[13px] font-medium whitespace-nowrap text-muted-foreground hover:text-foreground",
              isCurrent && "border-primary text-foreground",
            )}
          >
            {tab.label}
            {tab.count !== null && (
              <span className="text-xs font-normal text-muted-foreground tabular-nums">
                {tab.count}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
