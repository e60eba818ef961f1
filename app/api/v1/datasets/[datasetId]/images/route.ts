import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/datasets";
import * as datasets from "@/lib/services/datasets";

export const GET = route(op.listDatasetImages, datasets.listDatasetImages);
