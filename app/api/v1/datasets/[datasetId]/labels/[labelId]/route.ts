import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/labels";
import * as labels from "@/lib/services/labels";

export const PATCH = route(op.updateLabel, labels.updateLabel);
export const DELETE = route(op.deleteLabel, labels.deleteLabel);
