import Link from "next/link";
import { cn } from "@/components/cn";
import { formatCount } from "@/components/format";
import { to } from "@/components/routes";
import type { GroupStatus } from "./search";

/** The two lists of groups, with their counts. */
export function StatusTabs({
  datasetId,
  status,
  open,
  resolved,
}: {
  datasetId: string;
  status: GroupStatus;
  open: number;
  resolved: number;
}) {
  const path = to(`/datasets/${datasetId}/duplicates`);
  return (
    <nav aria-label="Groups" className="flex gap-0.5 rounded-lg bg-muted p-0.5">
      {(
        [
          ["open", "To review", open, path],
          [
            "resolved",
            "Decided",
            resolved,
            to(`/datasets/${datasetId}/duplicates?status=resolved`),
          ],
        ] as const
      ).map(([value, label, count, href]) => (
        <Link
          key={value}
          href={href}
          aria-current={value === status ? "page" : undefined}
          className={cn(
            "flex h-7 items-center gap-1.5 rounded-md px-2.5 text-[13px] font-medium text-muted-foreground hover:text-foreground pointer-coarse:h-10",
            value === status && "bg-background text-foreground shadow-xs dark:bg-secondary",
          )}
        >
          {label}
          <span className="text-xs font-normal text-muted-foreground tabular-nums">
            {formatCount(count)}
          </span>
        </Link>
      ))}
    </nav>
  );
}
