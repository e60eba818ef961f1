import { z } from "zod";
import { Id, Time } from "./page";

/** A project's owner may decide that opt-outs do not apply to what is collected in it, and must say why. */
export const OptOutOverride = z
  .object({ reason: z.string().trim().min(10).max(500), setAt: Time })
  .meta({ id: "OptOutOverride" });
export type OptOutOverride = z.infer<typeof OptOutOverride>;

export const Project = z
  .object({
    id: Id,
    name: z.string().trim().min(1).max(100),
    description: z.string().trim().max(1000).nullable(),
    datasetCount: z.int(),
    imageCount: z.int(),
    optOutOverride: OptOutOverride.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Project", description: "A person's folder of datasets." });
export type Project = z.infer<typeof Project>;
