import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/api-keys";
import * as apiKeys from "@/lib/services/api-keys";

export const POST = route(op.rotateApiKey, apiKeys.rotateApiKey);
