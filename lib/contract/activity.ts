import { z } from "zod";
import { Activity } from "@/lib/domain/activity";
import { Id, pageInput, pageOf, Time } from "@/lib/domain/page";
import { operation } from "./operation";

export const listActivity = operation({
  id: "listActivity",
  method: "GET",
  path: "/activity",
  summary: "What was done in one's account, by whom and when, the newest first",
  tag: "Activity",
  scope: "account:read",
  input: z.object({
    ...pageInput,
    action: z.string().max(100).optional(),
    resourceType: z.string().max(100).optional(),
    resourceId: Id.optional(),
    from: Time.optional(),
    to: Time.optional(),
  }),
  output: pageOf(Activity, "ActivityPage"),
  status: 200,
  errors: [],
});
