import * as activity from "./activity";
import * as apiKeys from "./api-keys";
import * as auth from "./auth";
import * as curation from "./curation";
import * as datasets from "./datasets";
import * as duplicates from "./duplicates";
import * as exportOperations from "./exports";
import * as health from "./health";
import * as images from "./images";
import * as jobs from "./jobs";
import * as keywords from "./keywords";
import * as labels from "./labels";
import type { Operation } from "./operation";
import * as projects from "./projects";
import * as schedules from "./schedules";
import * as sources from "./sources";
import * as validation from "./validation";

const isOperation = (value: unknown): value is Operation =>
  typeof value === "object" && value !== null && "method" in value && "path" in value;

/** Every endpoint of the API. */
export const OPERATIONS: readonly Operation[] = [
  health,
  auth,
  projects,
  datasets,
  images,
  curation,
  labels,
  duplicates,
  validation,
  jobs,
  schedules,
  sources,
  keywords,
  exportOperations,
  apiKeys,
  activity,
].flatMap((group): Operation[] => Object.values(group).filter(isOperation));
