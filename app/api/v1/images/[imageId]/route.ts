import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/images";
import * as images from "@/lib/services/images";

export const GET = route(op.getImage, images.getImage);
export const PATCH = route(op.updateImage, images.updateImage);
export const DELETE = route(op.deleteImage, images.deleteImage);
