import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/validation";
import * as validation from "@/lib/services/validation";

export const GET = route(op.listValidationBatches, validation.listValidationBatches);
export const POST = route(op.startValidation, validation.startValidation);
