import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/validation";
import * as validation from "@/lib/services/validation";

export const GET = route(op.getValidationStats, validation.getValidationStats);
