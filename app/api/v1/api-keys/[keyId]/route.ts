import { route } from "@/lib/api/route";
import * as op from "@/lib/contract/api-keys";
import * as apiKeys from "@/lib/services/api-keys";

export const GET = route(op.getApiKey, apiKeys.getApiKey);
export const PATCH = route(op.updateApiKey, apiKeys.updateApiKey);
export const DELETE = route(op.revokeApiKey, apiKeys.revokeApiKey);
