import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/duplicates";
import * as duplicates from "@/lib/services/duplicates";

export const POST = route(op.dedupeDataset, duplicates.dedupeDataset);
