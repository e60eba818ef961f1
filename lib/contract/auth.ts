import { z } from "zod";
import { Me, Profile } from "@/lib/domain/profile";
import { operation } from "./operation";

export const getMe = operation({
  id: "getMe",
  method: "GET",
  path: "/auth/me",
  summary: "Who am I?",
  tag: "Auth",
  scope: "any",
  input: z.object({}),
  output: Me,
  status: 200,
  errors: [],
});
export const verifyToken = operation({
  id: "verifyToken",
  method: "POST",
  path: "/auth/verify-token",
  summary: "Is this credential good?",
  tag: "Auth",
  scope: "public",
  input: z.object({ token: z.string().min(1).max(8192) }),
  output: z.object({
    valid: z.boolean(),
    userId: z.string().nullable(),
    expiresAt: z.iso.datetime().nullable(),
  }),
  status: 200,
  errors: [],
});
export const syncProfile = operation({
  id: "syncProfile",
  method: "POST",
  path: "/auth/sync-profile",
  summary: "Make my profile match my auth user",
  tag: "Auth",
  scope: "account:write",
  input: z.object({}),
  output: Profile,
  status: 200,
  errors: [],
});
