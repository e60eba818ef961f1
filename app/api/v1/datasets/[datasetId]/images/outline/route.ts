import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/curation";
import * as imageLists from "@/lib/services/image-lists";

export const GET = route(op.outlineImages, imageLists.outlineImages);
