import { z } from "zod";
import { Id, Time } from "./page";

export const Activity = z
  .object({
    id: Id,
    actor: z.string().meta({ description: "user, api-key:<id> or system." }),
    action: z.string().meta({ description: "Such as dataset.created or images.accept." }),
    resourceType: z.string(),
    resourceId: Id.nullable(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
    createdAt: Time,
  })
  .meta({ id: "Activity", description: "Who did what, and when." });
export type Activity = z.infer<typeof Activity>;
