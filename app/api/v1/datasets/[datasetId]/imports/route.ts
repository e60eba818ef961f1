import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/datasets";
import * as imports from "@/lib/services/imports";

export const POST = rawRoute(op.importToDataset, imports.importToDataset);
