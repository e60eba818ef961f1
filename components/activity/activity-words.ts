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
  clear: "Set back to undecided",
  label: "Labelled",
  unlabel: "Took a label off",
  relabel: "Changed the class of",
  split: "Changed the split of",
  delete: "Deleted",
  undo: "Undid a change of",
  resolved: "Decided on",
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

/** An entry as a sentence: what was done, and to what. */
export function activityText({ action, details }: Activity): string {
  const [noun = "", verb = ""] = action.split(".");
  const count = details.affected ?? details.count;
  const what =
    noun === "images" && typeof count === "number"
      ? countOf(count, "picture")
      : (NOUNS[noun] ?? noun.replaceAll("-", " "));
  const sentence = SENTENCES[action] ?? `${VERBS[verb] ?? verb.replaceAll("-", " ")} ${what}`;
  const name = text(details.name) ?? text(details.label) ?? text(details.into);
  const before = [details.from].flat().filter(text).join(", ");
  if (before && name) return `${sentence}: ${before} → ${name}`;
  return name ? `${sentence}: ${name}` : sentence;
}

/** The page of what an entry is about; null where there is none, or no more. */
export function activityPath({
  action,
  resourceType,
  resourceId,
  details,
}: Activity): Route | null {
  if (resourceId === null || action.endsWith(".deleted")) return null;
  const datasetId = text(details.datasetId);
  if (resourceType === "dataset") return to(`/datasets/${resourceId}`);
  if (resourceType === "project") return to(`/projects/${resourceId}`);
  if (resourceType === "job" && datasetId) return to(`/datasets/${datasetId}/crawls/${resourceId}`);
  if (resourceType === "image" && datasetId)
    return to(`/datasets/${datasetId}?image=${resourceId}`);
  return null;
}
