import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/curation";
import * as imageHistory from "@/lib/services/image-history";

export const GET = route(op.listImageChanges, imageHistory.listImageChanges);
