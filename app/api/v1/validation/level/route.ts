import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/validation";
import * as validation from "@/lib/services/validation";

export const PUT = route(op.setValidationLevel, validation.setValidationLevel);
