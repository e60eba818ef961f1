import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/sources";
import * as sources from "@/lib/services/sources";

export const GET = route(op.listSources, sources.listSources);
