import { z } from "zod";
import { Id, Time } from "./page";

export const Project = z
  .object({
    id: Id,
    name: z.string().trim().min(1).max(100),
    description: z.string().trim().max(1000).nullable(),
    datasetCount: z.int(),
    imageCount: z.int(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Project", description: "A person's folder of datasets." });
export type Project = z.infer<typeof Project>;
