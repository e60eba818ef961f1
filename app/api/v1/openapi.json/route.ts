import { getOpenApi } from "@/lib/api/openapi";
import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/health";

export const GET = route(op.getOpenApi, getOpenApi);
