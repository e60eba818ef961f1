import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/curation";
import * as curation from "@/lib/services/curation";

export const POST = route(op.bulkImages, curation.bulkImages);
