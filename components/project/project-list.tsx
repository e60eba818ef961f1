"use client";
import { FolderIcon, Trash2Icon } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf } from "@/components/format";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { batchDeleteProjects } from "@/lib/contract/projects";
import type { Project } from "@/lib/domain/project";
import { contentsOf, ProjectMenu } from "./project-actions";

/** As many as one batch may name. */
const BATCH = 100;

function DeleteSelected({ selected, onDone }: { selected: Project[]; onDone: () => void }) {
  const router = useRouter();
  const total = {
    datasetCount: selected.reduce((sum, project) => sum + project.datasetCount, 0),
    imageCount: selected.reduce((sum, project) => sum + project.imageCount, 0),
  };
  return (
    <ConfirmDialog
      trigger={
        <Button variant="outline" size="sm" className="text-failed-ink">
          <Trash2Icon />
          Delete
        </Button>
      }
      title={`Delete ${countOf(selected.length, "project")}?`}
      description={
        <>
          <p>
            This deletes {contentsOf(total)}, with their crawls and exports. It cannot be undone.
          </p>
          <ul className="mt-2 max-h-40 list-disc overflow-y-auto pl-5">
            {selected.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        </>
      }
      confirmLabel={`Delete ${countOf(selected.length, "project")}`}
      onConfirm={async () => {
        const { deleted } = await request(batchDeleteProjects, {
          projectIds: selected.map(({ id }) => id),
        });
        onDone();
        toast.success(`${countOf(deleted.length, "project")} deleted.`);
        router.refresh();
      }}
    />
  );
}

/** Projects as rows; those that are ticked can be deleted together. */
export function ProjectList({ projects }: { projects: Project[] }) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const selected = projects.filter(({ id }) => ticked.has(id)).slice(0, BATCH);
  const clear = () => setTicked(new Set());

  function tick(id: string, isTicked: boolean) {
    const next = new Set(ticked);
    if (isTicked) next.add(id);
    else next.delete(id);
    setTicked(next);
  }

  return (
    <>
      <div className="mb-2 flex min-h-8 items-center gap-3 px-[13px] text-[13px] text-muted-foreground">
        <Checkbox
          aria-label="Select every project"
          checked={
            selected.length === 0 ? false : selected.length === projects.length || "indeterminate"
          }
          onCheckedChange={(isTicked) =>
            setTicked(
              isTicked === true ? new Set(projects.slice(0, BATCH).map(({ id }) => id)) : new Set(),
            )
          }
        />
        {selected.length === 0 ? (
          countOf(projects.length, "project")
        ) : (
          <>
            <span aria-live="polite">{selected.length} selected</span>
            <DeleteSelected selected={selected} onDone={clear} />
            <Button variant="ghost" size="sm" onClick={clear}>
              Clear
            </Button>
          </>
        )}
      </div>
      <ul className="divide-y overflow-hidden rounded-lg border bg-card">
        {projects.map((project) => (
          <li
            key={project.id}
            className="relative flex items-center gap-3 px-3 py-2 transition-colors hover:bg-muted/60"
          >
            <Checkbox
              aria-label={`Select ${project.name}`}
              checked={ticked.has(project.id)}
              onCheckedChange={(isTicked) => tick(project.id, isTicked === true)}
              className="z-10"
            />
            <FolderIcon className="size-4 shrink-0 text-muted-foreground" aria-hidden />
            <div className="min-w-0 flex-1">
              <Link
                href={`/projects/${project.id}`}
                className="block truncate text-sm font-medium after:absolute after:inset-0"
              >
                {project.name}
              </Link>
              <p className="truncate text-xs text-muted-foreground tabular-nums">
                {countOf(project.datasetCount, "dataset")} · {countOf(project.imageCount, "image")}
                {project.description && ` · ${project.description}`}
              </p>
            </div>
            <RelativeTime
              at={project.updatedAt}
              className="shrink-0 text-xs text-muted-foreground max-sm:hidden"
            />
            <div className="z-10">
              <ProjectMenu project={project} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
