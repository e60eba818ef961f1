import { rawRoute } from "@/lib/api/route";
import * as op from "@/lib/contract/sources";
import * as previews from "@/lib/services/source-preview";

export const GET = rawRoute(op.getPreviewThumbnail, previews.getPreviewThumbnail);
