import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/images";
import * as images from "@/lib/services/images";

export const GET = rawRoute(op.getImageThumbnail, images.getImageThumbnail);
