import { z } from "zod";
import { Id, Time } from "./page";
import { Scope } from "./scope";

export const ApiKey = z
  .object({
    id: Id,
    name: z.string().trim().min(1).max(100),
    prefix: z.string().meta({ description: "The part of the key that may be shown." }),
    scopes: z.array(Scope).min(1),
    rateLimit: z.int().min(1).max(100_000).nullable().meta({ description: "Requests per hour." }),
    expiresAt: Time.nullable(),
    lastUsedAt: Time.nullable(),
    revokedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;
