import {
  CircleCheckIcon,
  CircleDashedIcon,
  CirclePauseIcon,
  CircleSlashIcon,
  CircleXIcon,
  ClockAlertIcon,
  type LucideIcon,
} from "lucide-react";
import type { JobStatus } from "@/lib/domain/crawl-job";
import type { Export } from "@/lib/domain/export";
import { cn } from "./cn";
import { Spinner } from "./ui/spinner";

type Status = JobStatus | Export["status"];

const STYLES: Record<Status, { label: string; icon: LucideIcon | null; classes: string }> = {
  pending: { label: "Waiting", icon: CircleDashedIcon, classes: "text-waiting-ink bg-waiting/12" },
  running: { label: "Running", icon: null, classes: "text-primary-ink bg-primary/12" },
  paused: { label: "Paused", icon: CirclePauseIcon, classes: "text-rejected-ink bg-rejected/15" },
  completed: { label: "Done", icon: CircleCheckIcon, classes: "text-accepted-ink bg-accepted/12" },
  ready: { label: "Ready", icon: CircleCheckIcon, classes: "text-accepted-ink bg-accepted/12" },
  failed: { label: "Failed", icon: CircleXIcon, classes: "text-failed-ink bg-failed/12" },
  cancelled: {
    label: "Cancelled",
    icon: CircleSlashIcon,
    classes: "text-skipped-ink bg-skipped/15",
  },
  expired: { label: "Expired", icon: ClockAlertIcon, classes: "text-skipped-ink bg-skipped/15" },
};

/** The state of a crawl or an export. */
export function StatusBadge({
  status,
  className,
}: {
  status: Status;
  className?: string | undefined;
}) {
  const { label, icon: Icon, classes } = STYLES[status];
  return (
    <span
      className={cn(
        "inline-flex w-fit shrink-0 items-center gap-1 rounded-full px-2 py-px text-xs leading-4.5 font-medium whitespace-nowrap [&>svg]:size-3",
        classes,
        className,
      )}
    >
      {Icon ? <Icon aria-hidden /> : <Spinner />}
      {label}
    </span>
  );
}
