import { z } from "zod";
import { CrawlJob } from "@/lib/domain/crawl-job";
import { ImageSort, imageFilters } from "@/lib/domain/curation";
import { Dataset, DatasetHealth, DatasetStats } from "@/lib/domain/dataset";
import { Image, Label } from "@/lib/domain/image";
import { ValidationLevel } from "@/lib/domain/issue";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { operation } from "./operation";

const fields = {
  name: Dataset.shape.name,
  description: Dataset.shape.description.optional(),
};

export const listDatasets = operation({
  id: "listDatasets",
  method: "GET",
  path: "/datasets",
  summary: "List datasets",
  tag: "Datasets",
  scope: "datasets:read",
  input: z.object({ ...pageInput, projectId: Id.optional() }),
  output: pageOf(Dataset, "DatasetPage"),
  status: 200,
  errors: [],
});
export const createDataset = operation({
  id: "createDataset",
  method: "POST",
  path: "/datasets",
  summary: "Create a dataset; without a project it lands in “Default project”",
  tag: "Datasets",
  scope: "datasets:write",
  input: z.object({
    projectId: Id.optional(),
    ...fields,
    validationLevel: ValidationLevel.optional(),
  }),
  output: Dataset,
  status: 201,
  errors: ["not-found"],
});
export const getDataset = operation({
  id: "getDataset",
  method: "GET",
  path: "/datasets/{datasetId}",
  summary: "Read a dataset",
  tag: "Datasets",
  scope: "datasets:read",
  input: z.object({ datasetId: Id }),
  output: Dataset,
  status: 200,
  errors: ["not-found"],
});
export const updateDataset = operation({
  id: "updateDataset",
  method: "PATCH",
  path: "/datasets/{datasetId}",
  summary: "Change a dataset",
  tag: "Datasets",
  scope: "datasets:write",
  input: z.object({
    datasetId: Id,
    name: fields.name.optional(),
    description: fields.description,
    projectId: Id.optional(),
  }),
  output: Dataset,
  status: 200,
  errors: ["not-found"],
});
export const deleteDataset = operation({
  id: "deleteDataset",
  method: "DELETE",
  path: "/datasets/{datasetId}",
  summary: "Delete a dataset with its images, crawls and exports",
  tag: "Datasets",
  scope: "datasets:write",
  input: z.object({ datasetId: Id }),
  output: z.void(),
  status: 204,
  errors: ["not-found"],
});
export const getDatasetStats = operation({
  id: "getDatasetStats",
  method: "GET",
  path: "/datasets/{datasetId}/stats",
  summary: "Funnel, class balance, issues, licences and sizes",
  tag: "Datasets",
  scope: "datasets:read",
  input: z.object({ datasetId: Id }),
  output: DatasetStats,
  status: 200,
  errors: ["not-found"],
});

export const getDatasetHealth = operation({
  id: "getDatasetHealth",
  method: "GET",
  path: "/datasets/{datasetId}/health",
  summary: "How fit a dataset is for training, and the three things to do next",
  tag: "Datasets",
  scope: "datasets:read",
  input: z.object({ datasetId: Id }),
  output: DatasetHealth,
  status: 200,
  errors: ["not-found"],
});
export const getDatasetReport = operation({
  id: "getDatasetReport",
  method: "GET",
  path: "/datasets/{datasetId}/report",
  summary: "The dataset as a report in Markdown",
  tag: "Datasets",
  scope: "datasets:read",
  input: z.object({ datasetId: Id }),
  output: z.void(),
  status: 200,
  errors: ["not-found"],
  answers: "markdown",
});
export const listDatasetImages = operation({
  id: "listDatasetImages",
  method: "GET",
  path: "/datasets/{datasetId}/images",
  summary: "List a dataset's images",
  tag: "Datasets",
  scope: "images:read",
  input: z.object({
    datasetId: Id,
    ...pageInput,
    ...imageFilters,
    sort: ImageSort.default("newest"),
  }),
  output: pageOf(Image, "ImagePage"),
  status: 200,
  errors: ["not-found"],
});
/** Where it is not recognised by itself. */
const Column = z.string().trim().min(1).max(200).optional();
export const importToDataset = operation({
  id: "importToDataset",
  method: "POST",
  path: "/datasets/{datasetId}/imports",
  summary:
    "Import pictures (files, a folder, a ZIP or a tar; ImageFolder, COCO and YOLO datasets keep their labels) or lists of URLs (txt, csv, tsv, jsonl, parquet, also gzipped)",
  tag: "Datasets",
  scope: "datasets:write",
  input: z.object({
    datasetId: Id,
    label: Label.optional().meta({
      description: "Of what has no label of its own, and no folder that names one.",
    }),
    urlColumn: Column.meta({ description: "The column of a list that holds the URLs." }),
    labelColumn: Column,
    captionColumn: Column,
  }),
  output: CrawlJob,
  status: 202,
  errors: ["not-found", "payload-too-large", "unsupported-media-type"],
  body: "multipart",
});
