import type { z } from "zod";
import { resolveActor } from "@/lib/auth/actor";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/auth";
import { db } from "@/lib/db/client";
import { findProfile, type ProfileRow, upsertProfileFromAuth } from "@/lib/db/profiles";
import { asPerson } from "@/lib/db/rls";
import type { Me, Profile } from "@/lib/domain/profile";
import { orNotFound } from "./not-found";

const toProfile = (row: ProfileRow): Profile => ({
  id: row.id,
  email: row.email,
  displayName: row.displayName,
  role: row.role,
  status: row.status,
  createdAt: row.createdAt.toISOString(),
});

export const getMe = async (ctx: Context): Promise<Me> => {
  const row = await asPerson(ownerOf(ctx), (tx) => findProfile(tx, ownerOf(ctx)));
  return {
    ...toProfile(orNotFound(row, "profile")),
    scopes: [...ctx.actor.scopes],
    credential: ctx.actor.kind === "api-key" ? "api-key" : "user",
  };
};

export const verifyToken = async (
  _ctx: Context,
  { token }: z.output<(typeof ops.verifyToken)["input"]>,
) => {
  const headers = { get: (name: string) => (name === "authorization" ? `Bearer ${token}` : null) };
  const actor = await resolveActor({ headers });
  if (!actor || !("userId" in actor)) return { valid: false, userId: null, expiresAt: null };
  return {
    valid: true,
    userId: actor.userId,
    expiresAt: actor.expiresAt?.toISOString() ?? null,
  };
};

/** Runs as the application: only it may read auth.users. */
export const syncProfile = async (ctx: Context): Promise<Profile> =>
  toProfile(orNotFound(await upsertProfileFromAuth(db(), ownerOf(ctx)), "auth user"));
