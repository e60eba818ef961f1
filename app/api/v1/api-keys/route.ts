import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/api-keys";
import * as apiKeys from "@/lib/services/api-keys";

export const GET = route(op.listApiKeys, apiKeys.listApiKeys);
export const POST = route(op.createApiKey, apiKeys.createApiKey);
