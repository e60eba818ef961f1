import { z } from "zod";
import { ApiKey } from "@/lib/domain/api-key";
import { Id, pageInput, pageOf, Time } from "@/lib/domain/page";
import { operation } from "./operation";

const fields = {
  name: ApiKey.shape.name,
  scopes: ApiKey.shape.scopes,
  rateLimit: ApiKey.shape.rateLimit.optional(),
  expiresAt: Time.nullable().optional(),
};
const NewApiKey = ApiKey.extend({
  key: z.string().meta({ description: "The key itself. Shown only in this answer." }),
}).meta({ id: "NewApiKey" });

export const listApiKeys = operation({
  id: "listApiKeys",
  method: "GET",
  path: "/api-keys",
  summary: "List API keys",
  tag: "API keys",
  scope: "account:read",
  input: z.object(pageInput),
  output: pageOf(ApiKey, "ApiKeyPage"),
  status: 200,
  errors: [],
});
export const createApiKey = operation({
  id: "createApiKey",
  method: "POST",
  path: "/api-keys",
  summary: "Create an API key; it is shown once",
  tag: "API keys",
  scope: "account:write",
  input: z.object(fields),
  output: NewApiKey,
  status: 201,
  errors: ["forbidden"],
});
const one = { tag: "API keys", path: "/api-keys/{keyId}" } as const;
export const getApiKey = operation({
  ...one,
  id: "getApiKey",
  method: "GET",
  summary: "Read an API key (without the secret)",
  scope: "account:read",
  input: z.object({ keyId: Id }),
  output: ApiKey,
  status: 200,
  errors: ["not-found"],
});
export const updateApiKey = operation({
  ...one,
  id: "updateApiKey",
  method: "PATCH",
  summary: "Rename an API key or change its limits",
  scope: "account:write",
  input: z.object({
    keyId: Id,
    name: fields.name.optional(),
    scopes: fields.scopes.optional(),
    rateLimit: fields.rateLimit,
    expiresAt: fields.expiresAt,
  }),
  output: ApiKey,
  status: 200,
  errors: ["not-found", "forbidden"],
});
export const revokeApiKey = operation({
  ...one,
  id: "revokeApiKey",
  method: "DELETE",
  summary: "Revoke an API key",
  scope: "account:write",
  input: z.object({ keyId: Id }),
  output: z.void(),
  status: 204,
  errors: ["not-found"],
});
export const rotateApiKey = operation({
  id: "rotateApiKey",
  tag: "API keys",
  method: "POST",
  path: "/api-keys/{keyId}/rotate",
  summary: "Replace the secret; the old one stops working",
  scope: "account:write",
  input: z.object({ keyId: Id }),
  output: NewApiKey,
  status: 200,
  errors: ["not-found"],
});
