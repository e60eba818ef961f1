import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/exports";
import * as exports from "@/lib/services/exports";

export const GET = rawRoute(op.getExportContent, exports.getExportContent);
