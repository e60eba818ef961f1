import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/validation";
import * as quality from "@/lib/services/quality";

export const GET = route(op.getQuality, quality.getQuality);
export const PATCH = route(op.updateQuality, quality.updateQuality);
