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

/** The views of a dataset. The gallery is the dataset's own address, so it is current only there. */
export function DatasetTabs({ tabs }: { tabs: DatasetTab[] }) {
  const pathname = usePathname();
  const [gallery] = tabs;
  return (
    <nav aria-label="Dataset" className="-mb-px flex gap-5 overflow-x-auto">
      {tabs.map((tab) => {
        const isCurrent = tab === gallery ? pathname === tab.href : pathname.startsWith(tab.href);
        return (
          <Link
            key={tab.href}
            href={tab.href}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(
              "flex h-9 items-center gap-1.5 border-b-2 border-transparent text-[13px] font-medium whitespace-nowrap text-muted-foreground hover:text-foreground",
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
