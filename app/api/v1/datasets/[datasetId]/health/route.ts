import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/datasets";
import * as datasetHealth from "@/lib/services/dataset-health";

export const GET = route(op.getDatasetHealth, datasetHealth.getDatasetHealth);
