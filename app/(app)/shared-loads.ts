import { cache } from "react";
import { projectTree } from "@/components/shell/navigation";
import { load } from "@/lib/api/page";
import { getDataset, listDatasets } from "@/lib/contract/datasets";
import { listDuplicateGroups } from "@/lib/contract/duplicates";
import { listProjects } from "@/lib/contract/projects";
import * as datasets from "@/lib/services/datasets";
import * as duplicates from "@/lib/services/duplicates";
import * as projects from "@/lib/services/projects";

/** As many as one page of a list holds; the rail and the palette show no more. */
const LISTED = 200;

// What several parts of one page show. Each is read once a render: counting a large dataset takes a while.
export const loadProjects = cache(() =>
  load(listProjects, projects.listProjects, { limit: LISTED }),
);
export const loadDatasets = cache(() =>
  load(listDatasets, datasets.listDatasets, { limit: LISTED }),
);
export const loadDataset = cache(async (datasetId: string) => {
  const { items } = await loadDatasets();
  return (
    items.find(({ id }) => id === datasetId) ?? load(getDataset, datasets.getDataset, { datasetId })
  );
});
/** Soon answered, and not found where the dataset is not. */
export const loadReview = cache((datasetId: string) =>
  load(listDuplicateGroups, duplicates.listDuplicateGroups, { datasetId, limit: 1 }),
);
export const loadTree = cache(async () => {
  const [projects, datasets] = await Promise.all([loadProjects(), loadDatasets()]);
  return projectTree(projects.items, datasets.items);
});
