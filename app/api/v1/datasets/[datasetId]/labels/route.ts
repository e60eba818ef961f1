import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/labels";
import * as labels from "@/lib/services/labels";

export const GET = route(op.listLabels, labels.listLabels);
export const POST = route(op.createLabel, labels.createLabel);
