import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/validation";
import * as quality from "@/lib/services/quality";

export const POST = route(op.previewQuality, quality.previewQuality);
