import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/exports";
import * as exports from "@/lib/services/exports";

export const GET = route(op.getExport, exports.getExport);
export const DELETE = route(op.deleteExport, exports.deleteExport);
