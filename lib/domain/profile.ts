import { z } from "zod";
import { Id, Time } from "./page";
import { Scope } from "./scope";

export const ROLES = ["user", "admin"] as const;
export const Role = z.enum(ROLES);
export const PROFILE_STATUSES = ["active", "suspended"] as const;

export const Profile = z
  .object({
    id: Id,
    email: z.string().nullable(),
    displayName: z.string().nullable(),
    role: Role,
    status: z.enum(PROFILE_STATUSES),
    createdAt: Time,
  })
  .meta({ id: "Profile" });
export type Profile = z.infer<typeof Profile>;

export const Me = Profile.extend({
  scopes: z.array(Scope),
  credential: z.enum(["user", "api-key"]),
}).meta({ id: "Me", description: "Who is asking, and what they may do." });
export type Me = z.infer<typeof Me>;
