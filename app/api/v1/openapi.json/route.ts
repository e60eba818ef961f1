import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/health";
import * as health from "@/lib/services/health";

export const GET = route(op.getOpenApi, health.getOpenApi);
