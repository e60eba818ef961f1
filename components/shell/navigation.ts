import type { Route } from "next";
import { to } from "@/components/routes";
import type { Dataset } from "@/lib/domain/dataset";
import type { Project } from "@/lib/domain/project";

export interface ProjectNode {
  id: string;
  name: string;
  datasets: { id: string; name: string; imageCount: number }[];
}

/** Projects with the datasets that are known, in the order given. */
export const projectTree = (projects: Project[], datasets: Dataset[]): ProjectNode[] => {
  const byProject = Map.groupBy(datasets, (dataset) => dataset.projectId);
  return projects.map(({ id, name }) => ({
    id,
    name,
    datasets: (byProject.get(id) ?? []).map(({ id, name, imageCount }) => ({
      id,
      name,
      imageCount,
    })),
  }));
};

export interface Crumb {
  label: string;
  href: Route;
}

const SECTIONS: Record<string, string> = {
  dashboard: "Dashboard",
  projects: "Projects",
  datasets: "Datasets",
  crawls: "Crawls",
  exports: "Exports",
  activity: "Activity",
  duplicates: "Duplicates",
  quality: "Quality",
  report: "Report",
  settings: "Settings",
  "api-keys": "API keys",
  sources: "Source keys",
  appearance: "Appearance",
  new: "New crawl",
};

/** Where `pathname` lies: project, dataset, section. The last crumb is the page itself. */
export function crumbsOf(pathname: string, tree: ProjectNode[]): Crumb[] {
  const here = pathname as Route; // the page is being shown, so the route exists
  const [section = "", id = "", ...rest] = pathname.split("/").filter(Boolean);
  const top = { label: SECTIONS[section] ?? "Home", href: id ? (`/${section}` as Route) : here };
  if (section === "datasets") {
    const project = tree.find((node) => node.datasets.some((dataset) => dataset.id === id));
    const dataset = project?.datasets.find((each) => each.id === id);
    const [tab, item, part] = rest;
    return [
      ...(project ? [{ label: project.name, href: to(`/projects/${project.id}`) }] : []),
      { label: dataset?.name ?? "Dataset", href: to(`/datasets/${id}`) },
      ...(tab ? [{ label: SECTIONS[tab] ?? tab, href: `/datasets/${id}/${tab}` as Route }] : []),
      ...(item ? [{ label: "Crawl", href: `/datasets/${id}/${tab}/${item}` as Route }] : []),
      ...(part ? [{ label: SECTIONS[part] ?? part, href: here }] : []),
    ];
  }
  if (section === "projects" && id) {
    const name = tree.find((node) => node.id === id)?.name;
    return [top, { label: name ?? "Project", href: to(`/projects/${id}`) }];
  }
  if (section === "crawls") return [{ label: SECTIONS[id] ?? "Crawls", href: here }];
  return id ? [top, { label: SECTIONS[id] ?? id, href: here }] : [top];
}
