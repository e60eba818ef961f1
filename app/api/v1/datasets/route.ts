import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/datasets";
import * as datasets from "@/lib/services/datasets";

export const GET = route(op.listDatasets, datasets.listDatasets);
export const POST = route(op.createDataset, datasets.createDataset);
