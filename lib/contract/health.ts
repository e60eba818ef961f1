import { z } from "zod";
import { operation } from "./operation";

const Check = z.enum(["up", "down"]);
export const Health = z
  .object({
    status: Check,
    version: z.string(),
    checks: z.object({ database: Check, queue: Check, storage: Check }),
  })
  .meta({ id: "Health" });
export type Health = z.infer<typeof Health>;

const health = { method: "GET", tag: "Health", scope: "public", status: 200 } as const;

export const getHealth = operation({
  ...health,
  id: "getHealth",
  path: "/health",
  summary: "Is everything up?",
  input: z.object({}),
  output: Health,
  errors: ["unavailable"],
});
export const getLiveness = operation({
  ...health,
  id: "getLiveness",
  path: "/health/live",
  summary: "Does the process answer?",
  input: z.object({}),
  output: z.object({ status: Check }),
  errors: [],
});
export const getReadiness = operation({
  ...health,
  id: "getReadiness",
  path: "/health/ready",
  summary: "Can it take requests?",
  input: z.object({}),
  output: Health,
  errors: ["unavailable"],
});
export const getOpenApi = operation({
  ...health,
  id: "getOpenApi",
  path: "/openapi.json",
  tag: "Meta",
  summary: "This API as OpenAPI 3.1",
  input: z.object({}),
  output: z.looseObject({}),
  errors: [],
});
