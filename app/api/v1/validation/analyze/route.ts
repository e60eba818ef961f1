import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/validation";
import * as validation from "@/lib/services/validation";

export const POST = route(op.analyzeImage, validation.analyzeImage);
