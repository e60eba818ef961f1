import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/datasets";
import * as datasets from "@/lib/services/datasets";

export const GET = route(op.getDataset, datasets.getDataset);
export const PATCH = route(op.updateDataset, datasets.updateDataset);
export const DELETE = route(op.deleteDataset, datasets.deleteDataset);
