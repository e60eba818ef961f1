import { FolderIcon } from "lucide-react";
import type { Metadata } from "next";
import { PageBody, PageHeader } from "@/components/page-header";
import { PageLinks } from "@/components/page-links";
import { NewProject } from "@/components/project/project-actions";
import { ProjectList } from "@/components/project/project-list";
import { Empty } from "@/components/ui/empty";
import { load } from "@/lib/api/page";
import { listProjects } from "@/lib/contract/projects";
import * as projects from "@/lib/services/projects";
import { createProject } from "./actions";

export const metadata: Metadata = { title: "Projects" };

export default async function ProjectsPage({
  searchParams,
}: {
  searchParams: Promise<{ cursor?: string; new?: string }>;
}) {
  const { cursor, new: isNew } = await searchParams;
  const { items, nextCursor } = await load(listProjects, projects.listProjects, { cursor });
  return (
    <PageBody>
      <PageHeader
        title="Projects"
        text="Folders that keep the datasets of one piece of work together."
        action={<NewProject create={createProject} key={isNew} isOpenAtFirst={isNew === "true"} />}
      />
      {items.length === 0 ? (
        <Empty
          icon={FolderIcon}
          title="No projects yet"
          text="Make one for each piece of work. A crawl without a project makes a default one by itself."
        />
      ) : (
        <ProjectList projects={items} />
      )}
      <PageLinks path="/projects" cursor={cursor} nextCursor={nextCursor} />
    </PageBody>
  );
}
