import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/exports";
import * as exports from "@/lib/services/exports";

export const GET = route(op.listExports, exports.listExports);
export const POST = route(op.createExport, exports.createExport);
