import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/datasets";
import * as datasetReport from "@/lib/services/dataset-report";

export const GET = rawRoute(op.getDatasetReport, datasetReport.getDatasetReport);
