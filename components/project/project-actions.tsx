"use client";
import { MoreHorizontalIcon, PencilIcon, PlusIcon, Trash2Icon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { z } from "zod";
import { type ActionResult, request, settled } from "@/components/api";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { countOf } from "@/components/format";
import { NamedDialog } from "@/components/named-dialog";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { createDataset } from "@/lib/contract/datasets";
import { type createProject, deleteProject, updateProject } from "@/lib/contract/projects";
import type { Project } from "@/lib/domain/project";

/** Creates a project and goes there. `isOpenAtFirst` is how the palette asks for it. */
export function NewProject({
  create,
  isOpenAtFirst = false,
}: {
  create: (input: z.input<typeof createProject.input>) => Promise<ActionResult<Project>>;
  isOpenAtFirst?: boolean;
}) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const router = useRouter();
  return (
    <NamedDialog
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button>
          <PlusIcon />
          New project
        </Button>
      }
      title="New project"
      text="A project is a folder of datasets."
      submitLabel="Create project"
      onSubmit={async (values) => {
        const project = settled(await create(values));
        router.push(`/projects/${project.id}`);
        router.refresh();
      }}
    />
  );
}

/** Creates an empty dataset in a project and goes there. */
export function NewDataset({ projectId }: { projectId: string }) {
  const router = useRouter();
  return (
    <NamedDialog
      trigger={
        <Button variant="outline">
          <PlusIcon />
          New dataset
        </Button>
      }
      title="New dataset"
      text="It starts empty. A crawl or an import fills it."
      submitLabel="Create dataset"
      onSubmit={async (values) => {
        const dataset = await request(createDataset, { projectId, ...values });
        router.push(`/datasets/${dataset.id}`);
        router.refresh();
      }}
    />
  );
}

/** What goes with a project, in words. */
export const contentsOf = (project: Pick<Project, "datasetCount" | "imageCount">): string =>
  `${countOf(project.datasetCount, "dataset")} and ${countOf(project.imageCount, "image")}`;

/** Rename and delete. `onDeletedPath` is where to go when the page itself is gone. */
export function ProjectMenu({
  project,
  onDeletedPath,
}: {
  project: Project;
  onDeletedPath?: "/projects";
}) {
  const [dialog, setDialog] = useState<"rename" | "delete">();
  const router = useRouter();
  const close = (isOpen: boolean) => !isOpen && setDialog(undefined);
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon" aria-label={`More about ${project.name}`}>
            <MoreHorizontalIcon />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setDialog("rename")}>
            <PencilIcon />
            Rename
          </DropdownMenuItem>
          <DropdownMenuItem variant="destructive" onSelect={() => setDialog("delete")}>
            <Trash2Icon />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <NamedDialog
        open={dialog === "rename"}
        onOpenChange={close}
        title="Rename project"
        text="Addresses and API ids stay the same."
        initial={project}
        submitLabel="Save"
        onSubmit={async ({ name, description }) => {
          await request(updateProject, { projectId: project.id, name, description });
          router.refresh();
        }}
      />
      <ConfirmDialog
        open={dialog === "delete"}
        onOpenChange={close}
        title={`Delete “${project.name}”?`}
        description={`This deletes ${contentsOf(project)}, with their crawls and exports. It cannot be undone.`}
        confirmLabel="Delete project"
        onConfirm={async () => {
          await request(deleteProject, { projectId: project.id });
          if (onDeletedPath) router.push(onDeletedPath);
          router.refresh();
        }}
      />
    </>
  );
}
