import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/sources";
import * as sources from "@/lib/services/sources";

export const PUT = route(op.setSourceKey, sources.setSourceKey);
export const DELETE = route(op.deleteSourceKey, sources.deleteSourceKey);
