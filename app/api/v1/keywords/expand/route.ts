import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/keywords";
import * as keywords from "@/lib/services/keywords";

export const POST = route(op.expandKeyword, keywords.expandKeyword);
