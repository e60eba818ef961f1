import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/labels";
import * as labels from "@/lib/services/labels";

export const POST = route(op.mergeLabels, labels.mergeLabels);
