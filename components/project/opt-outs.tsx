"use client";
import { ShieldCheckIcon, ShieldOffIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { updateProject } from "@/lib/contract/projects";
import type { Project } from "@/lib/domain/project";
import { SetAsideDialog } from "./set-aside-dialog";

const RESPECTED = [
  ["robots.txt", "which pages programs may read, and how fast"],
  [
    "AI opt-outs",
    "noai and noimageai in headers and pages, Content-Signal and Content-Usage lines",
  ],
  ["Text and data mining", "TDM reservations of a site or a page"],
  ["Marks in the picture", "C2PA and IPTC statements against training and data mining"],
] as const;

/** What of publishers' wishes is respected in a project, and how its owner decides otherwise. */
export function OptOuts({ project }: { project: Project }) {
  const { optOutOverride } = project;
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  const isOverridden = optOutOverride !== null;
  const wasOverridden = useRef(isOverridden);
  useEffect(() => {
    // The button that was pressed is gone; the heading says what holds now.
    if (wasOverridden.current !== isOverridden) heading.current?.focus();
    wasOverridden.current = isOverridden;
  }, [isOverridden]);
  const set = async (reason: string | null) => {
    await request(updateProject, {
      projectId: project.id,
      optOutOverride: reason === null ? null : { reason },
    });
    router.refresh();
  };
  const Icon = optOutOverride ? ShieldOffIcon : ShieldCheckIcon;
  return (
    <section aria-labelledby="opt-outs" className="mt-10 max-w-3xl border-t pt-5 text-[13px]">
      <h2
        ref={heading}
        id="opt-outs"
        tabIndex={-1}
        className="flex w-fit items-center gap-1.5 font-medium"
      >
        <Icon className="size-4 text-muted-foreground" aria-hidden />
        Opt-outs {optOutOverride ? "are not respected" : "are respected"}
      </h2>
      {optOutOverride ? (
        <p className="mt-1 max-w-prose break-words text-muted-foreground">
          Since <RelativeTime at={optOutOverride.setAt} />, because: “{optOutOverride.reason}” This
          reason stands in the card of every dataset that was collected so.
        </p>
      ) : (
        <>
          <p className="mt-1 text-muted-foreground">
            Pictures whose publishers do not want them collected are left out, and counted.
          </p>
          <dl className="mt-3 grid gap-x-6 gap-y-1 text-xs sm:grid-cols-[auto_1fr]">
            {RESPECTED.map(([name, what]) => (
              <div key={name} className="contents">
                <dt className="font-medium">{name}</dt>
                <dd className="text-muted-foreground max-sm:mb-1">{what}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <div className="mt-3">
        {optOutOverride ? (
          <ConfirmDialog
            trigger={<Button variant="outline">Respect them again</Button>}
            title="Respect opt-outs again?"
            description="New crawls leave out what publishers do not want collected. What was collected until now stays, and so does the note in the dataset cards."
            confirmLabel="Respect them again"
            isDestructive={false}
            onConfirm={() => set(null)}
          />
        ) : (
          <SetAsideDialog projectName={project.name} onConfirm={set} />
        )}
      </div>
    </section>
  );
}
