import { ImagesIcon, PlusIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { cardGridClasses, DatasetCard } from "@/components/dataset-card";
import { PageBody, PageHeader } from "@/components/page-header";
import { PageLinks } from "@/components/page-links";
import { OptOuts } from "@/components/project/opt-outs";
import { NewDataset, ProjectMenu } from "@/components/project/project-actions";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { load } from "@/lib/api/page";
import { listDatasets } from "@/lib/contract/datasets";
import { getProject } from "@/lib/contract/projects";
import * as datasets from "@/lib/services/datasets";
import * as projects from "@/lib/services/projects";

interface Props {
  params: Promise<{ projectId: string }>;
  searchParams: Promise<{ cursor?: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const project = await load(getProject, projects.getProject, await params);
  return { title: project.name };
}

export default async function ProjectPage({ params, searchParams }: Props) {
  const { projectId } = await params;
  const { cursor } = await searchParams;
  const [project, { items, nextCursor }] = await Promise.all([
    load(getProject, projects.getProject, { projectId }),
    load(listDatasets, datasets.listDatasets, { projectId, cursor }),
  ]);
  const newCrawl = (
    <Button asChild>
      <Link href={`/crawls/new?projectId=${projectId}`}>
        <PlusIcon />
        New crawl
      </Link>
    </Button>
  );
  return (
    <PageBody>
      <PageHeader
        title={project.name}
        text={project.description}
        action={
          <>
            <ProjectMenu project={project} onDeletedPath="/projects" />
            <NewDataset projectId={projectId} />
            {items.length > 0 && newCrawl}
          </>
        }
      />
      {items.length === 0 ? (
        <Empty
          icon={ImagesIcon}
          title="No datasets in this project"
          text="A crawl makes one and fills it with pictures of what you name."
          action={newCrawl}
        />
      ) : (
        <ul className={cardGridClasses}>
          {items.map((dataset) => (
            <DatasetCard key={dataset.id} dataset={dataset} />
          ))}
        </ul>
      )}
      <PageLinks path={to(`/projects/${projectId}`)} cursor={cursor} nextCursor={nextCursor} />
      <OptOuts project={project} />
    </PageBody>
  );
}
