import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/sources";
import * as previews from "@/lib/services/source-preview";

export const POST = route(op.previewSource, previews.previewSource);
