import type { Route } from "next";
import { countOf } from "@/components/format";
import { to } from "@/components/routes";
import type { Activity } from "@/lib/domain/activity";

const VERBS: Record<string, string> = {
  created: "Created",
  deleted: "Deleted",
  updated: "Changed",
  revoked: "Revoked",
  set: "Set",
  accept: "Accepted",
  reject: "Rejected",
  clear: "Took back the decision on",
  label: "Labelled",
  unlabel: "Took a label off",
  relabel: "Changed the class of",
  split: "Changed the split of",
  delete: "Deleted",
  undo: "Undid a change of",
  resolved: "Decided on",
  start: "Started",
  pause: "Paused",
  resume: "Resumed",
  cancel: "Cancelled",
  retry: "Retried",
};
const NOUNS: Record<string, string> = {
  "api-key": "an API key",
  dataset: "a dataset",
  export: "an export",
  image: "a picture",
  job: "a crawl",
  label: "a label",
  project: "a project",
  schedule: "a repeating crawl",
  "source-key": "a source key",
  duplicates: "duplicates",
};
/** What the verb and the noun do not say by themselves. */
const SENTENCES: Record<string, string> = {
  "dataset.rules-updated": "Changed the checks of a dataset",
  "dataset.level-updated": "Changed the level of a dataset",
  "dataset.validated": "Validated a dataset again",
  "duplicates.accepted-all": "Accepted the suggestions for duplicates",
  "duplicates.regrouping-started": "Searched for duplicates again",
  "duplicates.resolved": "Decided on duplicates",
  "label.merged": "Merged labels",
  "project.opt-outs-respected": "Respects opt-outs again in a project",
  "project.opt-outs-set-aside": "Set opt-outs aside in a project",
};

const text = (value: unknown) => (typeof value === "string" && value ? value : null);

/** The dataset that an entry is about, or that what it is about lies in. */
export const datasetOf = ({ resourceType, resourceId, details }: Activity): string | null =>
  resourceType === "dataset" ? resourceId : text(details.datasetId);

/** An entry as a sentence: what was done, to what, and in which dataset, where that is not what it is about. */
export function activityText({ action, details }: Activity, datasetName?: string): string {
  const [noun = "", verb = ""] = action.split(".");
  const count = details.affected ?? details.count;
  const what =
    noun === "images" && typeof count === "number"
      ? countOf(count, "picture")
      : (NOUNS[noun] ?? noun.replaceAll("-", " "));
  const name = text(details.name) ?? text(details.label) ?? text(details.into);
  const isOfDataset = noun === "dataset";
  const place = isOfDataset || name === datasetName ? null : text(datasetName);
  const sentence = [
    SENTENCES[action] ?? `${VERBS[verb] ?? verb.replaceAll("-", " ")} ${what}`,
    place && `in ${place}`,
  ];
  const before = [details.from].flat().filter(text).join(", ");
  const subject = name ?? (isOfDataset ? text(datasetName) : null);
  const levels = [text(details.before), text(details.after)].filter(Boolean).join(" → ");
  return [
    sentence.filter(Boolean).join(" "),
    before && name ? `${before} → ${name}` : subject,
    levels,
  ]
    .filter(Boolean)
    .join(": ");
}

/** The page of what an entry is about; null where there is none, or no more. */
export function activityPath(entry: Activity): Route | null {
  const { action, resourceType, resourceId } = entry;
  if (resourceId === null || action.endsWith(".deleted")) return null;
  const datasetId = datasetOf(entry);
  if (action === "dataset.rules-updated" || action === "dataset.level-updated")
    return to(`/datasets/${resourceId}/quality`);
  if (action.startsWith("duplicates.") && datasetId) return to(`/datasets/${datasetId}/duplicates`);
  if (resourceType === "dataset") return to(`/datasets/${resourceId}`);
  if (resourceType === "project") return to(`/projects/${resourceId}`);
  if (resourceType === "job" && datasetId) return to(`/datasets/${datasetId}/crawls/${resourceId}`);
  if (resourceType === "image" && datasetId)
    return to(`/datasets/${datasetId}?image=${resourceId}`);
  if (resourceType === "label" && datasetId) return to(`/datasets/${datasetId}/settings`);
  if (resourceType === "export" && datasetId) return to(`/datasets/${datasetId}/exports`);
  return null;
}
