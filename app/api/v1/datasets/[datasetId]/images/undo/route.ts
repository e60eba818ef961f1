import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/curation";
import * as curation from "@/lib/services/curation-undo";

export const POST = route(op.undoImages, curation.undoImages);
