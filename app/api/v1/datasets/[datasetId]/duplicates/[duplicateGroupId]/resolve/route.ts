import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/duplicates";
import * as duplicates from "@/lib/services/resolve-duplicates";

export const POST = route(op.resolveDuplicates, duplicates.resolveDuplicates);
