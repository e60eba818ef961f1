import { z } from "zod";
import { Time } from "./page";

/** Where pictures come from. `selectable` ones can be named in a crawl; `upload` comes with the import operation. */
export const SOURCES = ["openverse", "url-list", "sample"] as const;
export const SourceKind = z.enum(SOURCES);
export type SourceKind = z.infer<typeof SourceKind>;

/** What a person should know before pressing Search, and what the scheduler needs to be polite. */
export const Capabilities = z.object({
  needsKey: z.boolean(),
  pageSize: z.int(),
  maxPerQuery: z.int().nullable(),
  requestsPerMinute: z.int().nullable(),
  requestsPerDay: z.int().nullable(),
  licenceData: z.enum(["full", "filter", "none"]),
  machineLearningUse: z.enum(["allowed", "attribution", "restricted", "forbidden"]),
  sunsetDate: z.iso.date().nullable(),
});
export type Capabilities = z.infer<typeof Capabilities>;

export const SourceInfo = z
  .object({
    kind: SourceKind,
    name: z.string(),
    description: z.string(),
    terms: z.string(),
    termsUrl: z.string().nullable(),
    homepage: z.string().nullable(),
    isAvailable: z.boolean(),
    capabilities: Capabilities,
    quota: z.object({
      leftThisMinute: z.int().nullable(),
      leftToday: z.int().nullable(),
    }),
    health: z.object({
      lastSuccessAt: Time.nullable(),
      lastErrorAt: Time.nullable(),
      lastError: z.string().nullable(),
      breaker: z.enum(["closed", "half-open", "open"]),
    }),
  })
  .meta({ id: "Source" });
export type SourceInfo = z.infer<typeof SourceInfo>;
