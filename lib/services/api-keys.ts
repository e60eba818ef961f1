import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { mintApiKey } from "@/lib/auth/api-key";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/api-keys";
import * as rows from "@/lib/db/api-keys";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import type { ApiKey } from "@/lib/domain/api-key";
import { grants, type Scope } from "@/lib/domain/scope";
import { AppError } from "@/lib/errors";
import { recordActivity } from "./activity";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

/** A key that nobody gave an end lives this long. */
const DEFAULT_DAYS = 90;

const iso = (date: Date | null) => date?.toISOString() ?? null;
const toApiKey = (row: rows.ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  rateLimit: row.rateLimit,
  expiresAt: iso(row.expiresAt),
  lastUsedAt: iso(row.lastUsedAt),
  revokedAt: iso(row.revokedAt),
  createdAt: row.createdAt.toISOString(),
});

/** Nobody hands out more than they have. */
function refuseForeignScopes(ctx: Context, scopes: readonly Scope[]): void {
  const missing = scopes.find((scope) => !grants(ctx.actor.scopes, scope));
  if (missing) throw new AppError("forbidden", `You cannot give ${missing}: you do not have it.`);
}

function futureDate(text: string | null | undefined): Date | null {
  if (!text) return null;
  const date = new Date(text);
  if (date.getTime() > Date.now()) return date;
  throw new AppError("validation-failed", "expiresAt lies in the past.", {
    details: { errors: [{ pointer: "#/expiresAt", detail: "Must be in the future." }] },
  });
}

export const listApiKeys = (ctx: Context, { limit, cursor }: In<"listApiKeys">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { limit, after: idCursor(cursor) };
    const found = await rows.listApiKeys(tx, ownerOf(ctx), page);
    return pageFrom(found, limit, (row) => [row.id], toApiKey);
  });

export const createApiKey = (ctx: Context, input: In<"createApiKey">) => {
  const ownerId = ownerOf(ctx);
  refuseForeignScopes(ctx, input.scopes);
  const { name, scopes, rateLimit = null, expiresAt } = input;
  const expires =
    expiresAt === undefined
      ? new Date(Date.now() + DEFAULT_DAYS * 86_400_000)
      : futureDate(expiresAt);
  const { key, publicId, secretHash, prefix } = mintApiKey();
  return asPerson(ownerId, async (tx) => {
    const id = uuidv7();
    const secret = { publicId, secretHash, prefix };
    const row = await elevated(tx, ownerId, () =>
      rows.insertApiKey(tx, {
        id,
        ownerId,
        name,
        scopes,
        rateLimit,
        expiresAt: expires,
        ...secret,
      }),
    );
    await recordActivity(tx, ctx, "api-key.created", { type: "api-key", id }, { name, scopes });
    return { ...toApiKey(row), key };
  });
};

export const getApiKey = (ctx: Context, { keyId }: In<"getApiKey">) =>
  asPerson(ownerOf(ctx), async (tx) =>
    toApiKey(orNotFound(await rows.findApiKey(tx, ownerOf(ctx), keyId), "API key")),
  );

type Changes = Parameters<typeof rows.updateApiKey>[3];
function change(ctx: Context, keyId: string, action: string, changes: Changes): Promise<ApiKey> {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const before = orNotFound(await rows.findApiKey(tx, ownerId, keyId), "API key");
    // A new secret carries the key's scopes, so it is only for somebody who has them.
    if (changes.secretHash) refuseForeignScopes(ctx, before.scopes);
    if (Object.keys(changes).length === 0) return toApiKey(before);
    const row = await elevated(tx, ownerId, () => rows.updateApiKey(tx, ownerId, keyId, changes));
    await recordActivity(tx, ctx, action, { type: "api-key", id: keyId });
    return toApiKey(orNotFound(row, "live API key"));
  });
}

export const updateApiKey = async (ctx: Context, { keyId, ...input }: In<"updateApiKey">) => {
  if (input.scopes) refuseForeignScopes(ctx, input.scopes);
  return change(ctx, keyId, "api-key.updated", {
    ...(input.name !== undefined && { name: input.name }),
    ...(input.scopes !== undefined && { scopes: input.scopes }),
    ...(input.rateLimit !== undefined && { rateLimit: input.rateLimit }),
    ...(input.expiresAt !== undefined && { expiresAt: futureDate(input.expiresAt) }),
  });
};

export const revokeApiKey = async (ctx: Context, { keyId }: In<"revokeApiKey">): Promise<void> => {
  const ownerId = ownerOf(ctx);
  await asPerson(ownerId, async (tx) => {
    const row = await elevated(tx, ownerId, () => rows.revokeApiKey(tx, ownerId, keyId));
    orNotFound(row, "API key");
    await recordActivity(tx, ctx, "api-key.revoked", { type: "api-key", id: keyId });
  });
};

export const rotateApiKey = async (ctx: Context, { keyId }: In<"rotateApiKey">) => {
  const { key, publicId, secretHash, prefix } = mintApiKey();
  const secret = { publicId, secretHash, prefix };
  return { ...(await change(ctx, keyId, "api-key.rotated", secret)), key };
};
