import {
  ArrowRightIcon,
  CircleAlertIcon,
  CircleCheckIcon,
  CircleDashedIcon,
  CircleXIcon,
} from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/cn";
import type { DatasetHealth } from "@/lib/domain/dataset";

const GRADES: Record<
  DatasetHealth["grade"],
  { label: string; icon: typeof CircleXIcon; tone: string }
> = {
  empty: { label: "Empty", icon: CircleDashedIcon, tone: "text-muted-foreground" },
  poor: { label: "Poor", icon: CircleXIcon, tone: "text-failed-ink" },
  fair: { label: "Fair", icon: CircleAlertIcon, tone: "text-rejected-ink" },
  good: { label: "Good", icon: CircleCheckIcon, tone: "text-accepted-ink" },
};

/** How fit a dataset is, the numbers behind it, and what to do next. */
export function Health({
  health: { grade, summary, facts, next },
  children,
}: {
  health: DatasetHealth;
  /** What else can be done from here. */
  children?: ReactNode;
}) {
  const { label, icon: Icon, tone } = GRADES[grade];
  return (
    <section aria-label="Health" className="overflow-hidden rounded-lg border bg-card">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3 p-4">
        <div className="flex min-w-0 flex-1 basis-72 items-start gap-3">
          <Icon className={cn("size-5 shrink-0", tone)} aria-hidden />
          <div className="min-w-0">
            <h2 className="text-sm font-semibold">Health: {label.toLowerCase()}</h2>
            <p className="max-w-prose text-[13px] text-muted-foreground">{summary}</p>
          </div>
        </div>
        {children}
      </div>
      <dl className="-mr-px -mb-px grid grid-cols-2 border-t sm:grid-cols-3 lg:grid-cols-5">
        {facts.map(({ name, value, isFine }) => (
          <div key={name} className="border-r border-b px-4 py-2.5">
            <dt className="text-xs text-muted-foreground">{name}</dt>
            <dd className="flex items-center gap-1.5 text-sm font-medium">
              {value}
              {isFine === false && (
                <CircleAlertIcon className="size-3.5 text-rejected-ink" aria-label="to mend" />
              )}
            </dd>
          </div>
        ))}
      </dl>
      {next.length > 0 && (
        <div className="relative border-t bg-card">
          <h3 className="px-4 pt-3 pb-1 text-[13px] font-medium">What to do next</h3>
          <ol className="divide-y">
            {next.map(({ action, text, path }) => (
              <li key={action}>
                <Link
                  // The paths are those of this product, as the service that names them knows.
                  href={path as Route}
                  className="flex items-center justify-between gap-3 px-4 py-2.5 text-[13px] hover:bg-accent"
                >
                  <span className="min-w-0 break-words">{text}</span>
                  <ArrowRightIcon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
                </Link>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
